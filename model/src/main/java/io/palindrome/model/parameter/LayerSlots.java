package io.palindrome.model.parameter;

/**
 * The parameters of one reversible block.
 *
 * @param attentionNorm before the attention, [dModel]
 * @param attention local or LSH
 * @param feedForwardNorm before the feed-forward, [dModel]
 * @param feedForward the two linear maps around the activation, and the gate where there is one
 */
public record LayerSlots(
    NormSlots attentionNorm,
    AttentionSlots attention,
    NormSlots feedForwardNorm,
    FeedForwardSlots feedForward) {}
