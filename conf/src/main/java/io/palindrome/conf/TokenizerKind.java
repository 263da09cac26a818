package io.palindrome.conf;

/** How text becomes tokens. */
public enum TokenizerKind {
  /** One token a byte of UTF-8, and pad, begin, end, unknown. */
  BYTE
}
