/**
 * Section a of the laboratory: reconstruction error against depth in four number formats, and
 * reversible against stored gradients while a deep network trains (Gomez et al. 2017).
 *
 * <p>In: the laboratory's settings. Out: findings. The arithmetic is {@link
 * io.palindrome.model.kernel.RoundedKernels}, the error {@link
 * io.palindrome.model.reversible.Reconstruction}. Read {@code ReversalSection} first.
 */
package io.palindrome.jobs.lab.reversal;
