package io.palindrome.model.parameter;

/**
 * The parameters of one reversible block.
 *
 * @param attentionNorm before the attention, [dModel]
 * @param attention local or LSH
 * @param feedForwardNorm before the feed-forward, [dModel]
 * @param dense1 weight [dFeedForward, dModel]
 * @param dense2 weight [dModel, dFeedForward]
 */
public record LayerSlots(
    NormSlots attentionNorm,
    AttentionSlots attention,
    NormSlots feedForwardNorm,
    DenseSlots dense1,
    DenseSlots dense2) {}
