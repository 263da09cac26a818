/**
 * What every command has in common.
 *
 * <p>In: a command line. Out: lines for people or one JSON object for machines, a status file in
 * the run's directory, and an exit class. A command is a {@link io.palindrome.jobs.command.Job}
 * with options; {@link io.palindrome.jobs.command.JobRunner} runs it and turns whatever it throws
 * into one line and an exit class. Read {@code JobRunner} first.
 */
package io.palindrome.jobs.command;
