/**
 * Convolutional networks whose blocks are reversible (Gomez et al. 2017, arXiv:1707.04585). Images
 * enter as streams, a row for every pixel and a column for every channel; class scores leave.
 *
 * <p>A branch of a block is a {@link io.palindrome.model.convolution.Chain} of {@link
 * io.palindrome.model.convolution.Transform}s; the blocks themselves, and what a step keeps of
 * them, are those of {@link io.palindrome.model.reversible}. Read Transform first, then Chain.
 */
package io.palindrome.model.convolution;
