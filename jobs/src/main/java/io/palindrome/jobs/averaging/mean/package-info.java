/**
 * The mean of an averaging round.
 *
 * <p>In: flat vectors of all logical workers, cut into slices of raw bytes, spread over the
 * executors. Out: on the driver, the slices of their weighted mean and what the workers measured;
 * then the parameters that the next round starts from. Read {@link
 * io.palindrome.jobs.averaging.mean.AveragingRound} first, then {@link
 * io.palindrome.jobs.averaging.mean.SliceMean}.
 */
package io.palindrome.jobs.averaging.mean;
