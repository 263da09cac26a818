package io.palindrome.model.kernel;

import io.palindrome.conf.Activation;
import java.util.ArrayList;
import java.util.List;

/** Scenarios of matrix products: sizes, transposes, factors, and NaN that beta = 0 must forget. */
final class ProductScenarios {
  private static final double[] BETAS = {0, 1, 0.5};
  private static final double[] ALPHAS = {1, -1, 0.25};
  private static final double DEVIATION = 0.5;

  /** Rounding grows with what is summed: some thousand products instead of some hundred. */
  private static final double LONG_SUMS = 4;

  private static final int MANY = 1000;

  private ProductScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (int rows : ElementScenarios.ROWS) {
      for (int columns : ElementScenarios.COLUMNS) {
        for (Transpose opA : Transpose.values()) {
          for (Transpose opB : Transpose.values()) {
            int turn = all.size();
            int inner = ElementScenarios.COLUMNS[turn * 5 % 6 ^ turn / 30 % 2];
            all.add(product(rows, columns, inner, opA, opB, turn));
          }
        }
      }
    }
    all.add(product(300, 260, 520, Transpose.NONE, Transpose.TRANSPOSED, 0));
    all.add(product(300, 260, 520, Transpose.TRANSPOSED, Transpose.NONE, 1));
    all.addAll(largerThanABlock());
    all.add(product(130, 70, 1100, Transpose.TRANSPOSED, Transpose.NONE, 1));
    all.add(product(64, 128, 2048, Transpose.TRANSPOSED, Transpose.NONE, 3));
    all.addAll(activatedLinears());
    for (int rows = 1; rows <= 4; rows++) {
      all.add(product(rows, 1001, 270, Transpose.NONE, Transpose.TRANSPOSED, rows));
      all.add(product(rows, 1001, 270, Transpose.NONE, Transpose.NONE, rows));
    }
    return all;
  }

  /** In each direction more than is multiplied at once, and not a multiple of it. */
  static List<Scenario> largerThanABlock() {
    return List.of(
        product(50, 2100, 70, Transpose.NONE, Transpose.TRANSPOSED, 4),
        product(50, 70, 2500, Transpose.TRANSPOSED, Transpose.NONE, 5),
        product(2100, 130, 70, Transpose.TRANSPOSED, Transpose.NONE, 8),
        product(700, 258, 256, Transpose.NONE, Transpose.NONE, 6),
        product(401, 33, 2049, Transpose.TRANSPOSED, Transpose.TRANSPOSED, 1));
  }

  /** With few rows, with more columns, inputs or rows than are multiplied at once. */
  static List<Scenario> activatedLinears() {
    return List.of(
        activatedLinear(3, 100, 33, Activation.RELU),
        activatedLinear(17, 33, 64, Activation.GELU),
        activatedLinear(130, 258, 70, Activation.RELU),
        activatedLinear(700, 70, 130, Activation.SILU),
        activatedLinear(40, 2100, 33, Activation.RELU),
        activatedLinear(65, 24, 2100, Activation.GELU_NEW),
        activatedLinear(300, 130, 2100, Activation.RELU));
  }

  private static Scenario activatedLinear(
      int rows, int columns, int inputs, Activation activation) {
    return new Scenario(
        "activatedLinear %s [%d, %d] inputs %d".formatted(activation, rows, columns, inputs),
        looseness(inputs),
        stage -> {
          Matrix h = stage.filled(rows, columns, Double.NaN);
          Matrix a = stage.filled(rows, columns, Double.NaN);
          stage
              .kernels()
              .activatedLinear(
                  stage.random(rows, inputs, DEVIATION),
                  stage.random(columns, inputs, DEVIATION),
                  stage.random(1, columns),
                  activation,
                  stage.dropout().fromRow(5),
                  h,
                  a);
          stage.show(h);
          stage.show(a);
        });
  }

  private static Scenario product(
      int rows, int columns, int inner, Transpose opA, Transpose opB, int turn) {
    double beta = BETAS[turn % 3];
    double alpha = ALPHAS[turn / 3 % 3];
    return new Scenario(
        "multiply [%d, %d] inner %d %s %s alpha %s beta %s"
            .formatted(rows, columns, inner, opA, opB, alpha, beta),
        looseness(inner),
        stage -> {
          Matrix a = oriented(stage, rows, inner, opA);
          Matrix b = oriented(stage, inner, columns, opB);
          Matrix c =
              beta == 0 ? stage.filled(rows, columns, Double.NaN) : stage.random(rows, columns);
          stage.kernels().multiply(alpha, a, opA, b, opB, beta, c);
          stage.show(c);
        });
  }

  private static double looseness(int summed) {
    return summed > MANY ? LONG_SUMS : 1;
  }

  private static Matrix oriented(Stage stage, int rows, int columns, Transpose op) {
    return op == Transpose.NONE
        ? stage.random(rows, columns, DEVIATION)
        : stage.random(columns, rows, DEVIATION);
  }
}
