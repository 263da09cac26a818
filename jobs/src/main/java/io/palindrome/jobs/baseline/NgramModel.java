package io.palindrome.jobs.baseline;

import java.util.Arrays;

/**
 * Interpolated byte unigram, bigram and trigram with Witten-Bell smoothing (Witten and Bell 1991,
 * "The zero-frequency problem"; the interpolated form of Chen and Goodman 1999, section 2.6):
 *
 * <pre>P(w | h) = (c(h w) + T(h) P(w | h')) / (c(h) + T(h)),  P below the unigram = 1/256</pre>
 *
 * <p>c counts, T(h) is the number of different bytes seen after h, h' is h without its first byte.
 * A history that was never seen leaves P(w | h'). Histories do not reach across documents. The
 * counts take 64 MiB; at most 2^31 - 1 bytes can be counted.
 */
public final class NgramModel {
  /** Orders up to this are modelled. */
  public static final int MAX_ORDER = 3;

  private static final int BYTES = 256;

  private final int[] unigrams = new int[BYTES];
  private final int[] bigrams = new int[BYTES * BYTES];
  private final int[] trigrams = new int[BYTES * BYTES * BYTES];
  // Totals c(h) and types T(h) of the empty, one-byte and two-byte histories.
  private int total;
  private int types;
  private final int[] totals1 = new int[BYTES];
  private final int[] types1 = new int[BYTES];
  private final int[] totals2 = new int[BYTES * BYTES];
  private final int[] types2 = new int[BYTES * BYTES];

  /** Counts a document of the train split. */
  public void count(byte[] document) {
    total = Math.addExact(total, document.length);
    for (int i = 0; i < document.length; i++) {
      int next = document[i] & 0xff;
      types += unigrams[next]++ == 0 ? 1 : 0;
      if (i >= 1) {
        int history = document[i - 1] & 0xff;
        totals1[history]++;
        types1[history] += bigrams[history << 8 | next]++ == 0 ? 1 : 0;
      }
      if (i >= 2) {
        int history = history2(document, i);
        totals2[history]++;
        types2[history] += trigrams[history << 8 | next]++ == 0 ? 1 : 0;
      }
    }
  }

  /** P(byte i of the document | the order - 1 bytes before it, or as many as there are). */
  public double probability(byte[] document, int i, int order) {
    if (order < 1 || order > MAX_ORDER) {
      throw new IllegalArgumentException("order must be between 1 and 3, but is " + order);
    }
    int next = document[i] & 0xff;
    double p = interpolated(1.0 / BYTES, unigrams[next], total, types);
    if (order >= 2 && i >= 1) {
      int history = document[i - 1] & 0xff;
      p = interpolated(p, bigrams[history << 8 | next], totals1[history], types1[history]);
    }
    if (order >= 3 && i >= 2) {
      int history = history2(document, i);
      p = interpolated(p, trigrams[history << 8 | next], totals2[history], types2[history]);
    }
    return p;
  }

  /** Bits that a model of this order needs for the whole document; divide by its bytes. */
  public double bits(byte[] document, int order) {
    double nats = 0;
    for (int i = 0; i < document.length; i++) {
      nats -= Math.log(probability(document, i, order));
    }
    return nats / Math.log(2);
  }

  /**
   * The bytes among a document's tokens: token {@code t} is byte {@code t - firstByteToken}; tokens
   * outside [firstByteToken, firstByteToken + 256), such as begin and end, are left out.
   */
  public static byte[] bytes(int[] tokens, int firstByteToken) {
    byte[] bytes = new byte[tokens.length];
    int length = 0;
    for (int token : tokens) {
      int value = token - firstByteToken;
      if (value >= 0 && value < BYTES) {
        bytes[length++] = (byte) value;
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  private static double interpolated(double lower, int count, int total, int types) {
    return total == 0 ? lower : (count + types * lower) / ((double) total + types);
  }

  private static int history2(byte[] document, int i) {
    return (document[i - 2] & 0xff) << 8 | (document[i - 1] & 0xff);
  }
}
