/**
 * What one step does with its gradients.
 *
 * <p>In: gradients and the optimizer's state, flat vectors in the layout of the parameters, and the
 * number of the step. Out: the same vectors, gradients turned into the update that is subtracted
 * from the parameters. Read {@link io.palindrome.model.optimizer.Optimizer} first, then {@link
 * io.palindrome.model.optimizer.Adam}.
 */
package io.palindrome.model.optimizer;
