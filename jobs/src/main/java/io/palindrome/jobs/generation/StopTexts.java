package io.palindrome.jobs.generation;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets text through until one of several stop texts is complete, and nothing of that one: what may
 * be its beginning is held back until it is clear. Where the text is cut into pieces does not
 * matter.
 */
final class StopTexts {
  private final List<String> stops;
  private final Consumer<String> told;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  StopTexts(List<String> stops, Consumer<String> told) {
    this.stops = stops.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
    this.told = told;
  }

  /** Takes the next piece; after a stop text nothing more is told. */
  void add(String piece) {
    StringBuilder clear = new StringBuilder();
    for (int i = 0; i < piece.length() && !stopped; i++) {
      held.append(piece.charAt(i));
      for (String stop : stops) {
        if (!stopped && endsWith(stop)) {
          stopped = true;
          clear.append(held, 0, held.length() - stop.length());
          held.setLength(0);
        }
      }
      int open = longestBeginning();
      clear.append(held, 0, held.length() - open);
      held.delete(0, held.length() - open);
    }
    tell(clear.toString());
  }

  private boolean endsWith(String stop) {
    int from = held.length() - stop.length();
    return from >= 0 && held.indexOf(stop, from) == from;
  }

  /** Characters at the end that may become a stop text. */
  private int longestBeginning() {
    for (int length = held.length(); length > 0; length--) {
      String end = held.substring(held.length() - length);
      if (stops.stream().anyMatch(stop -> stop.startsWith(end))) {
        return length;
      }
    }
    return 0;
  }

  private void tell(String text) {
    if (!text.isEmpty()) {
      told.accept(text);
    }
  }

  boolean stopped() {
    return stopped;
  }

  /** Tells what is held back: no stop text came of it. */
  void flush() {
    tell(held.toString());
    held.setLength(0);
  }
}
