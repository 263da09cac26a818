package io.palindrome.model.layer;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;

/**
 * What the head is scored against, and where its losses go.
 *
 * @param labels the token that each row is to predict; negative where none is
 * @param scale factor of every row's gradient: 1 / counted rows for a mean loss
 * @param losses the loss of every row in nats goes here, 0 where the label is negative; [rows, 1]
 */
public record LossTarget(Indices labels, double scale, Matrix losses) {}
