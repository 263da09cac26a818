package io.palindrome.conf;

/** Kinds of position embeddings. */
public enum PositionKind {
  LEARNED,
  AXIAL
}
