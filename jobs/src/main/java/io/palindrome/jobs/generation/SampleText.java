package io.palindrome.jobs.generation;

import io.palindrome.pipeline.token.Tokenizer;
import java.util.List;
import java.util.function.Consumer;

/** One sample's tokens on their way to text: whole characters, up to a stop text. */
final class SampleText {
  private final StringBuilder text = new StringBuilder();
  private final StopTexts stops;
  private final TextStream stream;

  SampleText(Tokenizer tokenizer, List<String> stopTexts, Consumer<String> told) {
    stops =
        new StopTexts(
            stopTexts,
            piece -> {
              text.append(piece);
              told.accept(piece);
            });
    stream = new TextStream(tokenizer, stops::add);
  }

  /** Takes the next token; says whether the text goes on. */
  boolean takes(int token) {
    stream.add(token);
    return !stops.stopped();
  }

  /** Tells what was held back, and returns the whole text. */
  String end() {
    stream.flush();
    stops.flush();
    return text.toString();
  }
}
