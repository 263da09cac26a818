package io.palindrome.jobs.training;

/**
 * Which run this is.
 *
 * @param name what is trained, for people
 * @param commandLine that started it
 */
public record RunIdentity(String runId, String name, String commandLine, RunFolder folder) {}
