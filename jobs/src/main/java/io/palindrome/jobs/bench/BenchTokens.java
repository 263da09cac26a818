package io.palindrome.jobs.bench;

import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.TextFile;
import io.palindrome.model.random.CounterRandom;
import io.palindrome.pipeline.token.Tokenizer;
import io.palindrome.pipeline.token.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;

/** What a benchmark trains on. */
final class BenchTokens {
  private static final long SEED = 1;
  private static final String LETTERS = " etaoinshrdlu";

  private BenchTokens() {}

  /** Letters drawn one by one: speed does not depend on what the text says. */
  static int[] drawn(Tokenizer tokenizer, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int letter = (int) (CounterRandom.uniform(SEED, i) * LETTERS.length());
      text.append(LETTERS.charAt(letter));
    }
    return tokenizer.encode(text.toString());
  }

  /**
   * The first sequences of a text file, one after the other: the begin of a document, then its
   * tokens.
   *
   * @throws UserException if the text is too short
   */
  static int[] beginning(Tokenizer tokenizer, Path file, int sequences, int length) {
    int[] tokens = document(tokenizer, file);
    int needed = sequences * length;
    if (tokens.length < needed) {
      throw new UserException(
          "%s must have %d tokens for %d sequences of %d, but has %d; use a longer text or fewer"
              .formatted(file, needed, sequences, length, tokens.length));
    }
    return Arrays.copyOf(tokens, needed);
  }

  /** A whole text file as one training example, begin and end included. */
  static int[] document(Tokenizer tokenizer, Path file) {
    int[] text = tokenizer.encode(TextFile.read("the document", file));
    Vocabulary vocabulary = tokenizer.vocabulary();
    int[] tokens = new int[text.length + 2];
    tokens[0] = vocabulary.begin();
    System.arraycopy(text, 0, tokens, 1, text.length);
    tokens[tokens.length - 1] = vocabulary.end();
    return tokens;
  }
}
