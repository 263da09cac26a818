package io.palindrome.model.generate;

/**
 * One generated text.
 *
 * @param tokens the new ones, without the prompt and without an end token
 */
public record Generated(int[] tokens, Ending ending) {}
