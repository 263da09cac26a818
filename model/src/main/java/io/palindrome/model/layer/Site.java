package io.palindrome.model.layer;

/** The places of a network that draw random numbers. */
public enum Site {
  EMBEDDING(0),
  POSITION(1),
  ROTATION(2),
  ATTENTION(3),
  ATTENTION_OUTPUT(4),
  FEED_FORWARD_HIDDEN(5),
  FEED_FORWARD_OUTPUT(6),
  FINAL(7);

  private final long key;

  Site(long key) {
    this.key = key;
  }

  /** What the generator is keyed by; it must never change, or runs would not replay. */
  public long key() {
    return key;
  }
}
