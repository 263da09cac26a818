package io.palindrome.model.layer;

import io.palindrome.model.kernel.Indices;

/**
 * What the head is scored against.
 *
 * @param labels the token that each row is to predict; negative where none is
 * @param scale factor of every row's gradient: 1 / counted rows for a mean loss
 */
public record LossTarget(Indices labels, double scale) {}
