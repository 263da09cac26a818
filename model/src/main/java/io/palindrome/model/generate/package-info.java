/**
 * Writing text with a trained model.
 *
 * <p>In: logits over the vocabulary. Out: the next token. Read {@link
 * io.palindrome.model.generate.Sampler} first: it is a pure function of the logits, the seed and
 * the step.
 */
package io.palindrome.model.generate;
