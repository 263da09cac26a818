package io.palindrome.jobs.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One configuration whose predicted memory is compared with the measured.
 *
 * @param overrides of the configuration, as {@code --set} takes them
 */
record PlanPoint(int length, int batch, List<String> overrides) {
  private static final int HEAD = 64;

  /** Strategies, depths, lengths, widths, hash rounds, batches and vocabularies, each several. */
  static List<PlanPoint> all() {
    return List.of(
        of(4096, 1, "store-all", 0, new Size(6, 256, 1, 0)),
        of(16_384, 1, "store-all", 0, new Size(6, 128, 4, 0)),
        of(1024, 8, "store-all", 0, new Size(6, 128, 1, 0)),
        of(4096, 1, "recompute", 0, new Size(24, 256, 1, 0)),
        of(4096, 1, "recompute", 12, new Size(48, 128, 1, 0)),
        of(4096, 1, "reversible", 1, new Size(48, 128, 4, 0)),
        of(65_536, 1, "reversible", 1, new Size(6, 128, 1, 0)),
        of(4096, 1, "reversible", 1, new Size(6, 512, 1, 0)),
        of(2048, 1, "reversible", 1, new Size(6, 256, 1, 32_000)));
  }

  /** A network of local and LSH layers in turn; vocabulary 0 is the tokenizer's. */
  private record Size(int layers, int dModel, int hashRounds, int vocabulary) {}

  private static PlanPoint of(int length, int batch, String strategy, int every, Size size) {
    int half = size.dModel() / 2;
    List<String> overrides = new ArrayList<>();
    overrides.add("train.memory.strategy=" + strategy);
    overrides.add("train.memory.recompute-every=" + every);
    List<String> pairs = Collections.nCopies(size.layers() / 2, "local,lsh");
    overrides.add("model.layers=[" + String.join(",", pairs) + "]");
    overrides.add("model.d-model=" + size.dModel());
    overrides.add("model.position.axial-widths=[" + half + "," + half + "]");
    overrides.add("model.heads=" + size.dModel() / HEAD);
    overrides.add("model.feed-forward.d-feed-forward=" + 4 * size.dModel());
    overrides.add("model.lsh.hash-rounds=" + size.hashRounds());
    overrides.add("model.vocabulary-size=" + size.vocabulary());
    return new PlanPoint(length, batch, overrides);
  }
}
