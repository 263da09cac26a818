package io.palindrome.model.kernel;

/**
 * Queries, keys and values of one head of one sequence, each [length, dHead]; with {@link
 * KeyKind#SHARED} the keys are the queries' own matrix. Also used for their gradients.
 */
public record HeadViews(Matrix queries, Matrix keys, Matrix values) {}
