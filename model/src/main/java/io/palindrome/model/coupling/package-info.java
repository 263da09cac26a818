/**
 * Couplings that do more than add, and other bijections of a stream: what enters is a target stream
 * and an input x, what leaves is the target changed, with its inverse, its gradient and, for flows,
 * its log-determinant. Read {@link io.palindrome.model.coupling.Coupling} first, then {@link
 * io.palindrome.model.coupling.CouplingBranch}.
 */
package io.palindrome.model.coupling;
