package io.palindrome.jobs.generation;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Shows texts that come in turns as one block after the other: the first as it comes, the others
 * when all are written. A single text has no heading.
 */
public final class SampleBlocks {
  private final Consumer<String> shown;
  private final String prompt;
  private final List<StringBuilder> waiting;

  /**
   * @param samples how many texts
   * @param prompt shown before each of them
   * @param shown takes what a person is to see next
   */
  public SampleBlocks(int samples, String prompt, Consumer<String> shown) {
    this.shown = shown;
    this.prompt = prompt;
    this.waiting = Stream.generate(StringBuilder::new).limit(samples).toList();
    begin(0);
  }

  private void begin(int sample) {
    if (waiting.size() > 1) {
      String before = sample == 0 ? "" : "\n";
      shown.accept("%s--- sample %d of %d\n".formatted(before, sample + 1, waiting.size()));
    }
    shown.accept(prompt);
  }

  /** Takes the next piece of a sample's text. */
  public void takes(int sample, String piece) {
    if (sample == 0) {
      shown.accept(piece);
    } else {
      waiting.get(sample).append(piece);
    }
  }

  /** Shows the texts that waited: all are written. */
  public void end() {
    for (int sample = 1; sample < waiting.size(); sample++) {
      begin(sample);
      shown.accept(waiting.get(sample).toString());
    }
  }
}
