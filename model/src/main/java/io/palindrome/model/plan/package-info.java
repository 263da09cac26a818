/**
 * What a training step will need, before it is made.
 *
 * <p>In: a network, an optimizer, a batch's shape and the heap. Out: bytes line by line and
 * floating-point operations of every memory strategy, and the one to take. Nothing is estimated:
 * the step's own code runs on kernels that only count. Read {@link
 * io.palindrome.model.plan.StepPlanner} first.
 */
package io.palindrome.model.plan;
