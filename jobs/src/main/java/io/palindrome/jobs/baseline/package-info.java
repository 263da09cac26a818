/**
 * What a model has to beat: byte n-grams counted on the train split.
 *
 * <p>What enters: the bytes of the train split's documents, then of the validation split's. What
 * leaves: bits a byte of the interpolated unigram, bigram and trigram. Read {@link
 * io.palindrome.jobs.baseline.NgramModel}; it is all there is.
 */
package io.palindrome.jobs.baseline;
