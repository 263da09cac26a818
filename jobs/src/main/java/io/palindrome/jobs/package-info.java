/**
 * The commands. {@link io.palindrome.jobs.Main} is the one main class of the launcher and of {@code
 * spark-submit}; every other class here is a command: it reads its configuration, calls one thing
 * and reports.
 *
 * <p>The data's way: {@link io.palindrome.jobs.PrepareJob} turns documents into a dataset, {@link
 * io.palindrome.jobs.TrainJob} trains on it by {@code averaging} rounds and leaves checkpoints and
 * a {@code report}, {@link io.palindrome.jobs.EvaluateJob} and {@link
 * io.palindrome.jobs.GenerateJob} use a checkpoint. Read {@code Main} first, then {@code TrainJob}.
 */
package io.palindrome.jobs;
