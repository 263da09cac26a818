package io.palindrome.model.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scenarios of one query over chosen keys: few and many, repeated ones, its own alone. */
final class OneQueryScenarios {
  private static final int[] DEPTHS = {1, 5, 16, 64};

  private final List<Scenario> all = new ArrayList<>();

  static List<Scenario> all() {
    OneQueryScenarios scenarios = new OneQueryScenarios();
    for (KeyKind keys : KeyKind.values()) {
      for (int depth : DEPTHS) {
        scenarios.chosen(keys, depth, 40, 33, 1);
        scenarios.natural(keys, depth, 21);
        scenarios.ownAlone(keys, depth);
      }
      scenarios.chosen(keys, 64, 700, 2500, 1);
      scenarios.chosen(keys, 8, 40, 33, 60);
      scenarios.natural(keys, 16, 3000);
    }
    return scenarios.all;
  }

  /** Rows drawn with repetition, the query's own among them. */
  private void chosen(KeyKind keys, int depth, int rows, int count, double deviation) {
    add(
        "%d of [%d, %d] deviation %s %s".formatted(count, rows, depth, deviation, keys),
        deviation > 1 ? 1000 : 1,
        stage -> {
          int[] seen = stage.integers(count, rows);
          SeenKeys chosen = new SeenKeys(stage.indices(seen), count, seen[count / 2]);
          play(stage, keys, chosen, heads(stage, rows, depth, deviation));
        });
  }

  private void natural(KeyKind keys, int depth, int count) {
    add(
        "the first %d [%d] %s".formatted(count, depth, keys),
        1,
        stage ->
            play(
                stage,
                keys,
                new SeenKeys(null, count, count - 1),
                heads(stage, count + 2, depth, 1)));
  }

  private void ownAlone(KeyKind keys, int depth) {
    add(
        "its own key twice [%d] %s".formatted(depth, keys),
        1,
        stage -> {
          int[] own = new int[5];
          Arrays.fill(own, 3);
          SeenKeys seen = new SeenKeys(stage.indices(own), 2, 3);
          play(stage, keys, seen, heads(stage, 4, depth, 1));
        });
  }

  private void add(String name, double looseness, java.util.function.Consumer<Stage> play) {
    all.add(new Scenario("attendOne, " + name, looseness, play));
  }

  private static HeadViews heads(Stage stage, int rows, int depth, double deviation) {
    return new HeadViews(
        stage.random(1, depth, deviation),
        stage.random(rows, depth, deviation),
        stage.random(rows, depth));
  }

  private static void play(Stage stage, KeyKind keys, SeenKeys seen, HeadViews head) {
    Matrix out = stage.filled(1, head.queries().columns(), Double.NaN);
    stage.kernels().attendOne(keys, head, seen, out);
    stage.show(out);
  }
}
