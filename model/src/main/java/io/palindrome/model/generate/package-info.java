/**
 * Writing text with a trained model.
 *
 * <p>In: a prompt, and a decoder that holds the network. Out: the tokens of one or more texts, as
 * they are drawn. Read {@link io.palindrome.model.generate.Generator} first, then {@link
 * io.palindrome.model.generate.Sampler}: a pure function of the logits, the seed and the step.
 */
package io.palindrome.model.generate;
