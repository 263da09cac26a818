/**
 * Measurements of one training step in one process, without Spark.
 *
 * <p>In: a configuration and a length. Out: tokens a second, memory, and which fraction of the
 * machine's own matrix-multiply speed a step reaches. {@link io.palindrome.jobs.bench.StepFlops}
 * says what is counted. Read {@link io.palindrome.jobs.bench.BenchStepJob} first.
 */
package io.palindrome.jobs.bench;
