/**
 * What a trained network and the baselines need to write a split down, in bits a byte.
 *
 * <p>In: a dataset's index and a flat parameter vector. Out: losses of documents, by position, and
 * of the same bytes with contexts of several lengths. The split is cut into pieces ({@link
 * io.palindrome.jobs.evaluation.EvaluationPlan}), executors run the network forward over them, and
 * the driver sums in the order of the pieces, so that any number of executors gives the same bits.
 * Read {@link io.palindrome.jobs.evaluation.Evaluator} first.
 */
package io.palindrome.jobs.evaluation;
