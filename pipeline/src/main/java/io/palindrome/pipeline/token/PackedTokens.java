package io.palindrome.pipeline.token;

import org.apache.parquet.column.values.bloomfilter.XxHash;

/** Tokens as a dataset stores them: unsigned little-endian numbers of 1, 2 or 4 bytes. */
public final class PackedTokens {
  private PackedTokens() {}

  /** The bytes of all tokens, {@code width} for each. */
  public static byte[] pack(int[] tokens, int width) {
    byte[] packed = new byte[Math.multiplyExact(tokens.length, width)];
    int at = 0;
    for (int token : tokens) {
      for (int i = 0; i < width; i++) {
        packed[at++] = (byte) (token >>> (8 * i));
      }
    }
    return packed;
  }

  /** {@code length} tokens from token {@code start} on. */
  public static int[] unpack(byte[] packed, int width, int start, int length) {
    int[] tokens = new int[length];
    int at = start * width;
    for (int i = 0; i < length; i++) {
      int token = 0;
      for (int k = 0; k < width; k++) {
        token |= Byte.toUnsignedInt(packed[at++]) << (8 * k);
      }
      tokens[i] = token;
    }
    return tokens;
  }

  /** XXH64 with seed 0, as in xxHash and in Parquet's Bloom filters. */
  public static long xxh64(byte[] packed) {
    return new XxHash().hashBytes(packed);
  }
}
