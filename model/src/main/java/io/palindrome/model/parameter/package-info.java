/**
 * The parameters of one network as named slices of one flat vector.
 *
 * <p>In: a {@link io.palindrome.conf.ReformerConfig}. Out: {@link
 * io.palindrome.model.parameter.ParameterLayout}, every {@link io.palindrome.model.parameter.Slot}
 * with the name and shape that Hugging Face's Reformer gives it, in the order of the forward pass.
 * Averaging, optimizer state, checkpoints and layers all use this one layout. Read ParameterLayout
 * first.
 */
package io.palindrome.model.parameter;
