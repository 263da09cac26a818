package io.palindrome.jobs.report;

/**
 * The run.
 *
 * @param name what is trained, for people: "novel", "demo"
 * @param workers logical workers
 * @param seconds wall-clock seconds of training, evaluations included
 */
public record RunFacts(
    String runId, String name, RunOutcome outcome, int workers, int executors, double seconds) {}
