/**
 * Training by averaging rounds on Spark executors.
 *
 * <p>In: a network, a plan of steps, a loader of data sets. Out: the network after each averaging
 * round, and what the round measured. In a round every logical worker starts from the same
 * parameters, makes its local steps, and the mean of all workers becomes the new parameters
 * (McMahan et al. 2017, arXiv:1602.05629). Logical workers are a number in the configuration: which
 * executor does the work of one, how many executors there are, and whether one is lost, changes no
 * bit.
 *
 * <p>Read {@link io.palindrome.jobs.averaging.AveragingTrainer} first. Below it, {@code dl4j} has
 * the network and what a worker does, and {@code mean} what becomes of the workers' parameters.
 */
package io.palindrome.jobs.averaging;
