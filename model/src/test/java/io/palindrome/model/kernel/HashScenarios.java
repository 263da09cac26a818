package io.palindrome.model.kernel;

import io.palindrome.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scenarios of hashing. Rows near a tie are drawn again: there float32 may rightly differ. */
final class HashScenarios {
  private static final double SMALLEST_MARGIN = 1e-3;
  private static final List<List<Integer>> FACTORS =
      List.of(List.of(2), List.of(6), List.of(4, 8), List.of(2, 4, 2), List.of(64));

  private HashScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (int length : new int[] {1, 17, 65, 130}) {
      for (int dHead : new int[] {1, 5, 8, 64}) {
        for (int rounds = 1; rounds <= 3; rounds++) {
          List<Integer> factors = FACTORS.get(all.size() % FACTORS.size());
          boolean masked = all.size() % 2 == 1;
          all.add(scenario(length, dHead, rounds, factors, masked));
        }
      }
    }
    return all;
  }

  private static Scenario scenario(
      int length, int dHead, int rounds, List<Integer> factors, boolean masked) {
    return new Scenario(
        "hash length %d dHead %d rounds %d factors %s%s"
            .formatted(length, dHead, rounds, factors, masked ? " masked" : ""),
        stage -> {
          Indices mask = masked ? stage.indices(stage.integers(length, 2)) : null;
          HashSpec spec = new HashSpec(rounds, factors, mask);
          Matrix rotations = stage.random(dHead, rounds * spec.halves());
          Matrix queryKeys = stage.random(length, dHead);
          double[] directions = rotations.toArray();
          for (int row = 0; row < length; row++) {
            stage.setRow(queryKeys, row, clearRow(directions, row, dHead, spec));
          }
          stage.setRow(queryKeys, length - 1, new double[dHead]);
          Indices buckets = stage.indices(new int[rounds * length]);
          stage.kernels().hash(queryKeys, rotations, spec, buckets);
          stage.show(buckets);
        });
  }

  /** A random row all of whose projections have a clear maximum. */
  private static double[] clearRow(double[] rotations, int row, int dHead, HashSpec spec) {
    for (int attempt = 0; ; attempt++) {
      long key = CounterRandom.key(77, row, attempt);
      double[] values = new double[dHead];
      Arrays.setAll(values, i -> (float) CounterRandom.normal(key, i));
      if (margin(rotations, values, spec) > SMALLEST_MARGIN) {
        return values;
      }
    }
  }

  /** The smallest gap between the two largest of [s, -s], over all rounds and factors. */
  private static double margin(double[] rotations, double[] row, HashSpec spec) {
    int columns = spec.rounds() * spec.halves();
    double[] projected = new double[columns];
    for (int j = 0; j < columns; j++) {
      for (int k = 0; k < row.length; k++) {
        projected[j] += row[k] * rotations[k * columns + j];
      }
    }
    double smallest = Double.POSITIVE_INFINITY;
    int from = 0;
    for (int round = 0; round < spec.rounds(); round++) {
      for (int factor : spec.factors()) {
        double[] both = new double[factor];
        for (int j = 0; j < factor / 2; j++) {
          both[j] = projected[from + j];
          both[factor / 2 + j] = -projected[from + j];
        }
        Arrays.sort(both);
        smallest = Math.min(smallest, both[factor - 1] - both[factor - 2]);
        from += factor / 2;
      }
    }
    return smallest;
  }
}
