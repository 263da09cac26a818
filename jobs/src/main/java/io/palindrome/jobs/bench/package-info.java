/**
 * Measurements of one training step in one process, without Spark.
 *
 * <p>In: a configuration and a length. Out: tokens a second, memory, and which fraction of the
 * machine's own matrix-multiply speed a step reaches; the operations are those that the step's plan
 * counts ({@code model.plan}). Read {@link io.palindrome.jobs.bench.BenchStepJob} first.
 */
package io.palindrome.jobs.bench;
