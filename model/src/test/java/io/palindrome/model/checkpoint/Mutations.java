package io.palindrome.model.checkpoint;

import io.palindrome.model.random.CounterRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Deterministic damage to files: mutation {@code n} of the same bytes is always the same. */
public final class Mutations {
  private static final List<String> VALUES =
      List.of(
          "0",
          "-1",
          "1e999",
          "-0.0",
          "NaN",
          "Infinity",
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "1.5",
          "4294967296",
          "2147483647",
          "9223372036854775807",
          "-9223372036854775808",
          "9".repeat(400),
          "9".repeat(2000),
          "[".repeat(900) + "]".repeat(900),
          "[".repeat(5000),
          "[4611686018427387904,4]",
          "[0,0]",
          "[16,8]",
          "\"U8\"",
          "\"F64\"",
          "\"lsh\"",
          "\"\\u0000\\n\\ud800\"");

  private final long key;
  private long draws;

  /** Mutation number {@code n} of those of {@code seed}. */
  public Mutations(long seed, int n) {
    key = CounterRandom.key(seed, n);
  }

  private int below(int bound) {
    return (int) Long.remainderUnsigned(CounterRandom.bits(key, draws++), bound);
  }

  /**
   * Flips bits, overwrites, cuts, repeats or inserts somewhere in the first {@code within} bytes.
   */
  public byte[] bytes(byte[] original, int within) {
    byte[] bytes = original.clone();
    for (int edits = 1 + below(3); edits > 0 && bytes.length > 0; edits--) {
      int at = below(Math.min(within, bytes.length));
      switch (below(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << below(8));
        case 1 -> bytes[at] = (byte) below(256);
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = joined(bytes, at, Arrays.copyOfRange(bytes, at, bytes.length), at);
        case 4 -> bytes = joined(bytes, at, new byte[1 + below(9)], at);
        default -> bytes = joined(bytes, at, new byte[0], Math.min(bytes.length, at + below(40)));
      }
    }
    return bytes;
  }

  /** Puts another value, name or piece into JSON text, and leaves the rest well-formed. */
  public String json(String original) {
    String text = original;
    for (int edits = 1 + below(2); edits > 0; edits--) {
      text =
          switch (below(5)) {
            case 0, 1 -> withValue(text);
            case 2 -> withRepeatedField(text);
            case 3 -> withEscapes(text);
            default -> withDigit(text);
          };
    }
    return text;
  }

  /** A number in place of the length that a safetensors file begins with. */
  public byte[] headerLength(byte[] original) {
    long[] lengths = {
      0,
      1,
      2,
      original.length,
      original.length - 8L,
      original.length - 7L,
      -1,
      Long.MIN_VALUE,
      Long.MAX_VALUE,
      1L << 24,
      (1L << 24) + 1,
      1L << 31,
      1L << 40,
      below(original.length)
    };
    byte[] bytes = original.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(lengths[below(lengths.length)]);
    return bytes;
  }

  /** A safetensors file with other JSON in front of the same data. */
  public byte[] headerJson(byte[] original) {
    int length = (int) ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(original, 8, length, StandardCharsets.UTF_8);
    byte[] changed = json(header).getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + changed.length + original.length - 8 - length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(changed.length)
        .put(changed)
        .put(original, 8 + length, original.length - 8 - length);
    return file.array();
  }

  private static byte[] joined(byte[] bytes, int headEnd, byte[] middle, int tailBegin) {
    ByteBuffer joined = ByteBuffer.allocate(headEnd + middle.length + bytes.length - tailBegin);
    joined.put(bytes, 0, headEnd).put(middle).put(bytes, tailBegin, bytes.length - tailBegin);
    return joined.array();
  }

  /** After a colon or a comma, up to the next comma or closing bracket. */
  private String withValue(String text) {
    int at = next(text, below(Math.max(1, text.length())), ":,[");
    int end = next(text, at + 1, ",]}");
    return at >= end
        ? text
        : text.substring(0, at + 1) + VALUES.get(below(VALUES.size())) + text.substring(end);
  }

  private String withRepeatedField(String text) {
    int at = next(text, below(Math.max(1, text.length())), ",");
    int end = next(text, at + 1, ",}");
    return at >= end
        ? text
        : text.substring(0, end) + text.substring(at, end) + text.substring(end);
  }

  /** Control characters at the beginning of a name or a string. */
  private String withEscapes(String text) {
    int at = next(text, below(Math.max(1, text.length())), "{\"");
    int quote = next(text, at, "\"");
    return quote >= text.length()
        ? text
        : text.substring(0, quote + 1) + "\\u001b[2J\\n" + text.substring(quote + 1);
  }

  private String withDigit(String text) {
    int at = next(text, below(Math.max(1, text.length())), "0123456789");
    return at >= text.length()
        ? text
        : text.substring(0, at) + below(10) + "0".repeat(below(12)) + text.substring(at + 1);
  }

  private static int next(String text, int from, String wanted) {
    for (int i = from; i < text.length(); i++) {
      if (wanted.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }
}
