package io.palindrome.jobs.report;

/**
 * Text that the trained model wrote.
 *
 * @param settings for people: "400 tokens, temperature 0.8, seed 7"
 */
public record TextSample(String prompt, String continuation, String settings) {}
