package io.palindrome.model.kernel;

/**
 * What the backward pass of an attention starts from.
 *
 * @param out [length, dHead], as {@link Kernels#attend} gave it
 * @param normalizer [length, 2], as {@link Kernels#attend} gave it
 * @param gradOut [length, dHead], dL/d out
 */
public record Attended(Matrix out, Matrix normalizer, Matrix gradOut) {}
