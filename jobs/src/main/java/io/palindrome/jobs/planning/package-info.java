/**
 * Which memory strategy a run's steps can afford.
 *
 * <p>In: a complete configuration, the shape of the longest batch, the executors' heap. Out: the
 * plans of all strategies as a table or JSON, and the one to take. Read {@link
 * io.palindrome.jobs.planning.RunPlanner} first; what is planned is in {@code model.plan}.
 */
package io.palindrome.jobs.planning;
