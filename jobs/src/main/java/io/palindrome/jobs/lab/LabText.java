package io.palindrome.jobs.lab;

import io.palindrome.conf.DataException;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.demo.LibraryGenerator;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.random.CounterRandom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A text as bytes, cut into training examples at random places. */
public final class LabText {
  /** Token ids are bytes. */
  public static final int VOCABULARY = 256;

  private static final int GENERATED_CHARACTERS = 400_000;

  private final byte[] bytes;
  private final long seed;

  private LabText(byte[] bytes, long seed) {
    this.bytes = bytes;
    this.seed = seed;
  }

  /**
   * The file that the user gave, or a generated story.
   *
   * @param shortest bytes that the text must have
   */
  public static LabText of(LabSettings settings, int shortest) {
    byte[] bytes = settings.text().map(LabText::read).orElseGet(() -> generated(settings.seed()));
    if (bytes.length < shortest) {
      throw new UserException(
          "--text must have %,d bytes or more, but has %,d".formatted(shortest, bytes.length));
    }
    return new LabText(bytes, settings.seed());
  }

  private static byte[] generated(long seed) {
    return LibraryGenerator.story(seed, GENERATED_CHARACTERS).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException("Cannot read --text " + file + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of the text. */
  public int length() {
    return bytes.length;
  }

  /** Two parts: all but the last {@code bytes}, and those. */
  public LabText[] split(int last) {
    int cut = bytes.length - last;
    return new LabText[] {
      new LabText(Arrays.copyOf(bytes, cut), seed),
      new LabText(Arrays.copyOfRange(bytes, cut, bytes.length), seed)
    };
  }

  /** Batch {@code number} of {@code size} examples; the same number gives the same places. */
  public TrainingBatch batch(long number, int size, int length) {
    int[] tokens = new int[size * length];
    for (int b = 0; b < size; b++) {
      double place = CounterRandom.uniform(CounterRandom.key(seed, number), b);
      int from = (int) (place * (bytes.length - length + 1));
      for (int i = 0; i < length; i++) {
        tokens[b * length + i] = bytes[from + i] & 0xFF;
      }
    }
    return new TrainingBatch(size, length, tokens, tokens);
  }
}
