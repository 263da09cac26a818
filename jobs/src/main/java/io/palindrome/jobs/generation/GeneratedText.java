package io.palindrome.jobs.generation;

import io.palindrome.model.generate.Ending;

/**
 * One text that was written.
 *
 * @param text without the prompt and without a stop text
 * @param tokens that were drawn, those of a stop text included
 */
public record GeneratedText(String text, int tokens, Ending ending) {}
