package io.palindrome.jobs.lab.duplication;

import io.palindrome.jobs.lab.LabConfig;
import java.util.List;

/**
 * The attention of a small network's layers, in words and as settings.
 *
 * @param kind of the layers, as a configuration names it
 */
record Attention(String label, String kind, List<String> settings) {
  private static final String LSH = "lsh";

  /** Longer than any sequence here. */
  private static final int ALL = 1 << 20;

  /** Positions see the chunk of 32 that they are in, and the one before. */
  static final Attention LOCAL = new Attention("local", "local", List.of());

  /** Exact, with queries, keys and values of its own. */
  static final Attention FULL = new Attention("full", "full", List.of());

  /** Exact, with the parameters of hashed attention: one projection for queries and keys. */
  static final Attention UNHASHED =
      new Attention("lsh, not hashed", LSH, List.of("model.lsh.full-below=" + ALL));

  static Attention hashed(int rounds) {
    String label = "lsh, %d round%s".formatted(rounds, rounds == 1 ? "" : "s");
    return new Attention(label, LSH, List.of("model.lsh.hash-rounds=" + rounds));
  }

  /** Whether its parameters fit hashed attention. */
  boolean sharesKeys() {
    return kind.equals(LSH);
  }

  /** Settings of a network of so many such layers, with chunks of 32. */
  List<String> settings(int layers) {
    return LabConfig.join(
        settings,
        List.of(
            LabConfig.layers(layers, kind),
            "model.lsh.chunk-length=32",
            "model.local.chunk-length=32"));
  }
}
