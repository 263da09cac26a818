/**
 * The operations that layers are composed of, and their implementations. Read {@link
 * io.palindrome.model.kernel.Kernels} first: matrices enter, matrices leave; nothing here knows
 * what a layer is.
 */
package io.palindrome.model.kernel;
