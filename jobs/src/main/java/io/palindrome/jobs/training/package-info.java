/**
 * One training run, from its configuration to its report.
 *
 * <p>In: a configuration and a dataset. Out: a run directory with {@code config.conf}, {@code
 * history.jsonl}, {@code checkpoints/}, {@code report.html} and {@code report.json}. The rounds
 * themselves are made by {@code jobs.averaging}; this package decides what happens between two of
 * them. Read {@link io.palindrome.jobs.training.TrainingRun} first.
 */
package io.palindrome.jobs.training;
