package io.palindrome.jobs.generation;

import io.palindrome.pipeline.token.Tokenizer;
import java.util.Arrays;
import java.util.function.Consumer;

/** Tells text as soon as its tokens make whole characters: a character may be several tokens. */
final class TextStream {
  private static final char INCOMPLETE = '\uFFFD';

  /** A character is at most four bytes of UTF-8; what is still incomplete then never will be. */
  private static final int LONGEST_CHARACTER = 4;

  private final Tokenizer tokenizer;
  private final Consumer<String> told;
  private int[] pending = new int[0];

  TextStream(Tokenizer tokenizer, Consumer<String> told) {
    this.tokenizer = tokenizer;
    this.told = told;
  }

  void add(int token) {
    pending = Arrays.copyOf(pending, pending.length + 1);
    pending[pending.length - 1] = token;
    String text = tokenizer.decode(pending);
    boolean incomplete = !text.isEmpty() && text.charAt(text.length() - 1) == INCOMPLETE;
    if (!incomplete || pending.length >= LONGEST_CHARACTER) {
      flush();
    }
  }

  /** Tells what is left, with U+FFFD for half a character. */
  void flush() {
    if (pending.length > 0) {
      told.accept(tokenizer.decode(pending));
      pending = new int[0];
    }
  }
}
