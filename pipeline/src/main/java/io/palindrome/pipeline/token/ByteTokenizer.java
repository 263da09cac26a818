package io.palindrome.pipeline.token;

import io.palindrome.pipeline.document.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One token a byte of UTF-8: byte b (0 to 255) is token b + 4, after pad, begin, end, unknown. */
public record ByteTokenizer() implements Tokenizer {
  private static final int FIRST_BYTE = 4;
  private static final Vocabulary VOCABULARY = new Vocabulary(FIRST_BYTE + 256, 0, 1, 2, 3);
  private static final String FINGERPRINT =
      Sha256.of(
          "palindrome tokenizer 1: byte, 260 tokens, pad 0, begin 1, end 2, unknown 3, byte b is b + 4");

  @Override
  public Vocabulary vocabulary() {
    return VOCABULARY;
  }

  @Override
  public int[] encode(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      tokens[i] = Byte.toUnsignedInt(utf8[i]) + FIRST_BYTE;
    }
    return tokens;
  }

  /** Bytes that are no UTF-8, such as half a character at a crop's end, become U+FFFD. */
  @Override
  public String decode(int[] tokens) {
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream(tokens.length);
    for (int token : tokens) {
      if (token >= FIRST_BYTE && token < VOCABULARY.size()) {
        utf8.write(token - FIRST_BYTE);
      }
    }
    return utf8.toString(StandardCharsets.UTF_8);
  }

  @Override
  public String kind() {
    return "byte";
  }

  @Override
  public String fingerprint() {
    return FINGERPRINT;
  }
}
