package io.palindrome.model;

import io.palindrome.model.attention.AttentionCache;
import io.palindrome.model.layer.Randomness;
import java.util.Arrays;
import java.util.List;

/**
 * A text that a {@link Decoder} goes on with: its tokens, the logits of what follows them, and what
 * every attention layer keeps of it. Close it when it is finished.
 */
public final class DecodedText implements AutoCloseable {
  private final Randomness randomness;
  private int[] tokens;
  private int length;
  private List<AttentionCache> caches = List.of();
  private double[] logits = new double[0];

  DecodedText(Randomness randomness, int... tokens) {
    this.randomness = randomness;
    this.tokens = tokens.clone();
    this.length = tokens.length;
  }

  /** Tokens so far. */
  public int length() {
    return length;
  }

  /** The tokens so far. */
  public int[] tokens() {
    return Arrays.copyOf(tokens, length);
  }

  /** Logits of the next token, [vocabularySize], in an array of the caller's own. */
  public double[] logits() {
    return logits.clone();
  }

  /** Bytes that the caches hold. */
  public long cacheBytes() {
    return caches.stream().mapToLong(AttentionCache::bytes).sum();
  }

  Randomness randomness() {
    return randomness;
  }

  AttentionCache cache(int layer) {
    return caches.get(layer);
  }

  List<AttentionCache> caches() {
    return caches;
  }

  int lastToken() {
    return tokens[length - 1];
  }

  void append(int token) {
    if (length == tokens.length) {
      tokens = Arrays.copyOf(tokens, length + Math.max(256, length / 2));
    }
    tokens[length++] = token;
  }

  /** Takes over new caches; the old ones are closed. */
  void replaceCaches(List<AttentionCache> fresh) {
    close();
    caches = List.copyOf(fresh);
  }

  void logits(double... next) {
    logits = next;
  }

  @Override
  public void close() {
    caches.forEach(AttentionCache::close);
    caches = List.of();
  }
}
