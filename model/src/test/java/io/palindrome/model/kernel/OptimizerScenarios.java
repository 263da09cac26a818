package io.palindrome.model.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scenarios of what a step does with its gradients. */
final class OptimizerScenarios {
  private static final int[] LENGTHS = {1, 5, 1023, 1024, 1025, 10_001};

  private static final int[] ROWS = {1, 3, 130};

  private OptimizerScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (int length : LENGTHS) {
      all.add(adam(length, "nothing", new int[0]));
      all.add(adam(length, "everything", 0, length));
      all.add(adam(length, "a part", length / 3, length / 2));
      all.add(adam(length, "ends", 0, length / 5, length - length / 4, length));
    }
    int[] every = new int[2000];
    Arrays.setAll(every, i -> 3 * i + i % 2);
    all.add(adam(10_001, "many parts", every));
    for (int rows : ROWS) {
      all.add(sumOfSquares(rows, 33));
      all.add(sumOfSquares(rows, 3001));
    }
    return all;
  }

  private static Scenario adam(int length, String what, int... decaying) {
    return new Scenario(
        "adam [%d], decaying %s".formatted(length, what),
        stage -> {
          Matrix gradients = stage.random(1, length);
          Matrix moments = stage.random(2, length);
          double[] squares = stage.random(1, length).toArray();
          Arrays.setAll(squares, i -> (float) (squares[i] * squares[i]));
          stage.setRow(moments, 1, squares);
          Matrix parameters = stage.random(1, length);
          Indices runs = stage.indices(decaying);
          AdamStep step = new AdamStep(0.9, 0.98, 1e-9, 0.03, 0.7, 0.5, 0.25);
          stage.kernels().adam(step, runs, gradients, moments, parameters);
          stage.show(gradients);
          stage.show(moments);
          stage.show(parameters);
          AdamStep second = new AdamStep(0.8, 0.5, 0.5, 0.1, 1, 2, 0.125);
          stage.kernels().adam(second, runs, gradients, moments, parameters);
          stage.show(moments);
          stage.show(parameters);
        });
  }

  private static Scenario sumOfSquares(int rows, int columns) {
    return new Scenario(
        "sumOfSquares [%d, %d]".formatted(rows, columns),
        stage -> {
          Matrix x = stage.random(rows, columns);
          stage.show(stage.kernels().sumOfSquares(x));
          stage.show(x);
          x.storage().write(x.offset() + columns - 1, Double.NaN);
          stage.show(stage.kernels().sumOfSquares(x));
        });
  }
}
