package io.palindrome.model.kernel;

import io.palindrome.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Scenarios of chunk attention, forward and backward: a sample of all combinations, and the cases
 * that have gone wrong elsewhere.
 */
final class AttentionScenarios {
  private static final int[] CHUNK_LENGTHS = {1, 3, 4, 16, 20, 64};
  private static final int[] DEPTHS = {1, 5, 8, 64};
  private static final int SAMPLES = 120;
  private static final int FULL_SAMPLES = 40;
  private static final int STORED_MASKS = 16;
  private static final Reach EVERYTHING = new Reach.Everything();
  private static final long SEED = 4711;
  private static final Ruling PLAIN = (stage, shape, order) -> HashRules.PLAIN;

  /** One attention; everything about it but its numbers. */
  record Shape(
      int chunkLength,
      int chunks,
      Reach reach,
      int rounds,
      int depth,
      boolean causal,
      KeyKind keys,
      boolean sorted,
      Masking masking,
      boolean dropout,
      double deviation) {
    int length() {
      return chunkLength * chunks;
    }
  }

  /** Which keys are hidden. */
  enum Masking {
    NONE,
    SOME,
    TAIL,
    ALL
  }

  private static final List<Masking> MASKINGS =
      List.of(Masking.NONE, Masking.NONE, Masking.SOME, Masking.SOME, Masking.TAIL, Masking.ALL);

  /** What the hash means for a shape whose entries have that order. */
  interface Ruling {
    HashRules rules(Stage stage, Shape shape, Indices order);
  }

  /** What a shape that drops weights drops them by. */
  private interface Drops {
    Dropout of(Stage stage);
  }

  private AttentionScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      Shape shape = sample(CounterRandom.key(SEED, sample));
      all.add(scenario("sample " + sample, 1, shape));
    }
    for (int sample = 0; sample < FULL_SAMPLES; sample++) {
      Shape shape = everything(sample(CounterRandom.key(SEED, SAMPLES + sample)));
      all.add(scenario("full sample " + sample, 1, shape));
    }
    for (KeyKind keys : KeyKind.values()) {
      all.addAll(special(keys));
      all.addAll(full(keys));
      all.addAll(storedMasks(keys));
    }
    return all;
  }

  /** Masks that tell kernels nothing of themselves but their factors. */
  private static List<Scenario> storedMasks(KeyKind keys) {
    List<Shape> shapes = new ArrayList<>();
    for (int sample = 0; shapes.size() < STORED_MASKS; sample++) {
      Shape shape = sample(CounterRandom.key(SEED, sample));
      if (shape.dropout() && shape.keys() == keys) {
        shapes.add(sample % 4 == 3 ? everything(shape) : shape);
      }
    }
    shapes.add(new Shape(4, 2, near(3, 3), 1, 8, false, keys, false, Masking.NONE, true, 1));
    shapes.add(new Shape(40, 4, near(1, 0), 3, 100, true, keys, true, Masking.SOME, true, 1));
    shapes.add(new Shape(20, 5, near(1, 0), 2, 150, false, keys, true, Masking.TAIL, true, 1));
    return shapes.stream()
        .map(
            shape ->
                new Scenario(
                    "attend and addAttendGradient, stored mask " + shape,
                    1,
                    stage -> play(stage, shape, PLAIN, Stage::otherDropout)))
        .toList();
  }

  static Reach near(int before, int after) {
    return new Reach.Neighbours(before, after);
  }

  private static int pick(long key, int draw, int bound) {
    return (int) (CounterRandom.uniform(key, draw) * bound);
  }

  /** A shape that the key draws. */
  static Shape sample(long key) {
    int chunkLength = CHUNK_LENGTHS[pick(key, 0, CHUNK_LENGTHS.length)];
    boolean sorted = pick(key, 1, 4) > 0;
    return new Shape(
        chunkLength,
        1 + pick(key, 2, chunkLength >= 64 ? 3 : 7),
        near(pick(key, 3, 4), pick(key, 4, 4)),
        sorted ? 1 + pick(key, 5, 3) : 1,
        DEPTHS[pick(key, 6, DEPTHS.length)],
        pick(key, 7, 2) == 1,
        pick(key, 8, 2) == 0 ? KeyKind.SHARED : KeyKind.SEPARATE,
        sorted,
        MASKINGS.get(pick(key, 9, MASKINGS.size())),
        pick(key, 10, 3) == 0,
        1);
  }

  private static Shape everything(Shape shape) {
    return new Shape(
        shape.chunkLength(),
        shape.chunks(),
        EVERYTHING,
        1,
        shape.depth(),
        shape.causal(),
        shape.keys(),
        false,
        shape.masking(),
        shape.dropout(),
        1);
  }

  private static List<Scenario> full(KeyKind keys) {
    String kind = " " + keys;
    return List.of(
        scenario(
            "full, many chunks" + kind,
            1,
            new Shape(20, 31, EVERYTHING, 1, 8, false, keys, false, Masking.SOME, true, 1)),
        scenario(
            "full, many causal chunks" + kind,
            1,
            new Shape(16, 40, EVERYTHING, 1, 5, true, keys, false, Masking.TAIL, true, 1)),
        scenario(
            "full, all keys masked" + kind,
            1,
            new Shape(3, 6, EVERYTHING, 1, 8, true, keys, false, Masking.ALL, false, 1)),
        scenario(
            "full, huge scores" + kind,
            1000,
            new Shape(16, 5, EVERYTHING, 1, 8, true, keys, false, Masking.SOME, false, 60)));
  }

  private static List<Scenario> special(KeyKind keys) {
    String kind = " " + keys;
    return List.of(
        scenario(
            "one position" + kind,
            1,
            new Shape(1, 1, near(0, 0), 1, 8, true, keys, false, Masking.NONE, false, 1)),
        scenario(
            "every row sees itself only" + kind,
            1,
            new Shape(1, 9, near(0, 0), 2, 5, true, keys, true, Masking.NONE, false, 1)),
        scenario(
            "all keys masked" + kind,
            1,
            new Shape(16, 3, near(1, 1), 2, 8, false, keys, true, Masking.ALL, false, 1)),
        scenario(
            "huge scores" + kind,
            1000,
            new Shape(16, 4, near(1, 0), 2, 8, true, keys, true, Masking.NONE, false, 60)),
        scenario(
            "huge scores with dropout" + kind,
            1000,
            new Shape(20, 3, near(1, 1), 3, 8, false, keys, true, Masking.TAIL, true, 60)),
        scenario(
            "windows longer than the order" + kind,
            1,
            new Shape(4, 2, near(3, 3), 1, 8, false, keys, false, Masking.NONE, true, 1)),
        scenario(
            "zero queries" + kind,
            1,
            new Shape(16, 3, near(1, 0), 1, 8, true, keys, false, Masking.NONE, false, 0)),
        scenario(
            "many chunks" + kind,
            1,
            new Shape(16, 90, near(1, 1), 1, 8, true, keys, true, Masking.SOME, false, 1)),
        scenario(
            "wide heads" + kind,
            1,
            new Shape(40, 4, near(1, 1), 2, 100, true, keys, true, Masking.SOME, true, 1)),
        scenario(
            "heads wider than a GPU's tile" + kind,
            1,
            new Shape(20, 5, near(1, 0), 2, 150, false, keys, true, Masking.TAIL, true, 1)),
        scenario(
            "one long chunk" + kind,
            1,
            new Shape(650, 1, near(0, 0), 1, 8, true, keys, false, Masking.TAIL, true, 1)));
  }

  private static Scenario scenario(String name, double looseness, Shape shape) {
    return scenario(name, looseness, shape, PLAIN);
  }

  static Scenario scenario(String name, double looseness, Shape shape, Ruling ruling) {
    return new Scenario(
        "attend and addAttendGradient, " + name + " " + shape,
        looseness,
        stage -> play(stage, shape, ruling, Stage::dropout));
  }

  private static void play(Stage stage, Shape shape, Ruling ruling, Drops drops) {
    int length = shape.length();
    ChunkAttention unruled =
        new ChunkAttention(
            shape.chunkLength(),
            shape.reach(),
            shape.rounds(),
            shape.causal(),
            shape.keys(),
            mask(stage, shape),
            HashRules.PLAIN,
            shape.dropout() ? drops.of(stage).fromRow(7) : Dropout.NONE);
    Indices order = shape.sorted() ? stage.indices(order(stage, shape)) : null;
    ChunkAttention spec = unruled.with(ruling.rules(stage, shape, order));
    Matrix queries = stage.random(length, shape.depth(), shape.deviation());
    Matrix keys =
        shape.keys() == KeyKind.SHARED
            ? queries
            : stage.random(length, shape.depth(), shape.deviation());
    HeadViews head = new HeadViews(queries, keys, stage.random(length, shape.depth()));
    Matrix out = stage.filled(length, shape.depth(), Double.NaN);
    Matrix normalizer = stage.filled(length, 2, Double.NaN);
    stage.kernels().attend(spec, head, order, out, normalizer);
    stage.show(out);
    stage.show(logNormalizers(normalizer));
    Matrix gradQueries = stage.random(length, shape.depth());
    Matrix gradKeys =
        shape.keys() == KeyKind.SHARED ? gradQueries : stage.random(length, shape.depth());
    HeadViews grad = new HeadViews(gradQueries, gradKeys, stage.random(length, shape.depth()));
    Attended attended = new Attended(out, normalizer, stage.random(length, shape.depth()));
    stage.kernels().addAttendGradient(spec, head, order, attended, grad);
    stage.show(grad.queries());
    stage.show(grad.keys());
    stage.show(grad.values());
  }

  private static Indices mask(Stage stage, Shape shape) {
    int length = shape.length();
    int[] kept = stage.integers(length, 3);
    for (int t = 0; t < length; t++) {
      kept[t] =
          switch (shape.masking()) {
            case NONE -> 1;
            case SOME -> Math.min(kept[t], 1);
            case TAIL -> t < length / 2 ? 1 : 0;
            case ALL -> 0;
          };
    }
    return shape.masking() == Masking.NONE ? null : stage.indices(kept);
  }

  /** A random permutation of the positions for every round, plus round * length. */
  private static int[] order(Stage stage, Shape shape) {
    int length = shape.length();
    int[] order = new int[shape.rounds() * length];
    for (int round = 0; round < shape.rounds(); round++) {
      int[] draws = stage.integers(length, 1 << 20);
      for (int t = 0; t < length; t++) {
        order[round * length + t] = round * length + t;
      }
      for (int t = length - 1; t > 0; t--) {
        int a = round * length + t;
        int b = round * length + draws[t] % (t + 1);
        int kept = order[a];
        order[a] = order[b];
        order[b] = kept;
      }
    }
    return order;
  }

  /** m + log(s): how the two are split is an implementation's own. */
  private static double[] logNormalizers(Matrix normalizer) {
    double[] pairs = normalizer.toArray();
    double[] sums = new double[normalizer.rows()];
    for (int t = 0; t < sums.length; t++) {
      sums[t] = pairs[2 * t] + Math.log(pairs[2 * t + 1]);
    }
    return sums;
  }
}
