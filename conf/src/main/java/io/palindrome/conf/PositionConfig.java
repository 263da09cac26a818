package io.palindrome.conf;

/** Position embeddings: learned, or axial with shape (n1, n2) and widths (d1, d2). */
public record PositionConfig(
    PositionKind kind,
    int maxLength,
    java.util.List<Integer> axialShape,
    java.util.List<Integer> axialWidths) {}
