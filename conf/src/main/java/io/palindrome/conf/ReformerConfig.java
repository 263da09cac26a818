package io.palindrome.conf;

/** The network. */
public record ReformerConfig(
    int vocabularySize,
    int dModel,
    int heads,
    int dHead,
    java.util.List<AttentionKind> layers,
    boolean causal,
    double hiddenDropout,
    double layerNormEpsilon,
    int headChunkRows,
    int padToken,
    PositionConfig position,
    LshConfig lsh,
    LocalConfig local,
    FeedForwardConfig feedForward) {}
