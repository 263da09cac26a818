package io.palindrome.model.kernel;

import io.palindrome.model.kernel.AttentionScenarios.Masking;
import io.palindrome.model.kernel.AttentionScenarios.Shape;
import io.palindrome.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/** Scenarios of attention whose hash rules are not plain: each alone, and both. */
final class HashedAttentionScenarios {
  private static final int SAMPLES = 60;
  private static final int HASH_BUCKETS = 3;
  private static final long SEED = 8423;

  /** Which rules. Entries are in any order: kernels must not rely on a hash that sorted them. */
  enum Rules implements AttentionScenarios.Ruling {
    WITHIN(true, false),
    CORRECTED(false, true),
    BOTH(true, true);

    private final boolean within;
    private final boolean corrected;

    Rules(boolean within, boolean corrected) {
      this.within = within;
      this.corrected = corrected;
    }

    @Override
    public HashRules rules(Stage stage, Shape shape, Indices order) {
      int[] buckets = stage.integers(shape.rounds() * shape.length(), HASH_BUCKETS);
      int[] chunks = new int[buckets.length];
      int[] entries = order.read();
      for (int entry = 0; entry < buckets.length; entry++) {
        buckets[entry] += entry / shape.length() * HASH_BUCKETS;
        chunks[entries[entry]] = entry / shape.chunkLength();
      }
      return new HashRules(
          within ? stage.indices(buckets) : null, corrected ? stage.indices(chunks) : null);
    }
  }

  private HashedAttentionScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      Shape shape = hashed(AttentionScenarios.sample(CounterRandom.key(SEED, sample)), sample);
      all.add(scenario("hashed sample " + sample, 1, shape, Rules.values()[sample % 3]));
    }
    all.addAll(special());
    return all;
  }

  private static Scenario scenario(String name, double looseness, Shape shape, Rules rules) {
    return AttentionScenarios.scenario(rules + ", " + name, looseness, shape, rules);
  }

  private static Shape hashed(Shape shape, int sample) {
    return new Shape(
        shape.chunkLength(),
        shape.chunks(),
        shape.reach(),
        1 + sample % 4,
        shape.depth(),
        shape.causal(),
        KeyKind.SHARED,
        true,
        shape.masking(),
        shape.dropout(),
        1);
  }

  private static List<Scenario> special() {
    KeyKind keys = KeyKind.SHARED;
    return List.of(
        scenario(
            "windows longer than all rounds",
            1,
            new Shape(4, 2, near(3, 4), 2, 8, false, keys, true, Masking.SOME, true, 1),
            Rules.BOTH),
        scenario(
            "windows longer than the only round",
            1,
            new Shape(3, 2, near(3, 3), 1, 8, true, keys, true, Masking.NONE, false, 1),
            Rules.CORRECTED),
        scenario(
            "windows longer than the only round",
            1,
            new Shape(3, 2, near(3, 3), 1, 8, false, keys, true, Masking.NONE, false, 1),
            Rules.BOTH),
        scenario(
            "every row sees itself only",
            1,
            new Shape(1, 9, near(0, 0), 3, 5, false, keys, true, Masking.NONE, false, 1),
            Rules.BOTH),
        scenario(
            "all keys masked",
            1,
            new Shape(16, 3, near(1, 1), 2, 8, false, keys, true, Masking.ALL, false, 1),
            Rules.BOTH),
        scenario(
            "huge scores",
            1000,
            new Shape(16, 4, near(1, 0), 4, 8, true, keys, true, Masking.TAIL, true, 60),
            Rules.BOTH),
        scenario(
            "many chunks",
            1,
            new Shape(16, 40, near(1, 0), 3, 8, true, keys, true, Masking.SOME, false, 1),
            Rules.BOTH));
  }

  private static Reach near(int before, int after) {
    return new Reach.Neighbours(before, after);
  }
}
