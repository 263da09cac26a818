package io.palindrome.model;

/**
 * What one training step measured.
 *
 * @param loss mean loss in nats over the counted labels
 * @param countedLabels labels that were not ignored
 * @param reconstructionError largest difference between the rebuilt input of the first block and
 *     the embedding that went in; NaN where nothing is rebuilt
 * @param peakBytes most bytes of activations, gradients of activations and scratch at once
 */
public record StepResult(
    double loss, long countedLabels, double reconstructionError, long peakBytes) {}
