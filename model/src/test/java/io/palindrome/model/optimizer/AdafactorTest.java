package io.palindrome.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.model.parameter.Slot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AdafactorTest {
  /** A matrix wider than a window, a vector, a table with an axis of 1 and a matrix of one row. */
  private static final List<Slot> SLOTS =
      List.of(
          new Slot("matrix", 0, List.of(3L, 5000L)),
          new Slot("vector", 15_000, List.of(4100L)),
          new Slot("table", 19_100, List.of(6L, 1L, 7L)),
          new Slot("row", 19_142, List.of(1L, 1L, 9L)));

  private static final int COUNT = 19_151;
  private static final double RATE = 0.01;

  private static double gradient(int step, int i) {
    return Math.sin(1.3 * i + step) * (1 + i % 11) + (i % 977 == 0 ? 40 : 0);
  }

  /** Updates of every step by the paper's sums, with each slot's whole matrix in memory. */
  private static double[][] expected(int steps, double scale) {
    double[][] updates = new double[steps][COUNT];
    for (Slot slot : SLOTS) {
      int rows = (int) slot.rows();
      int columns = (int) slot.columns();
      double[] r = new double[rows];
      double[] c = new double[columns];
      double[] v = new double[rows * columns];
      for (int t = 1; t <= steps; t++) {
        double decay = 1 - Math.pow(t, -0.8);
        double[] squares = new double[v.length];
        double[] rowSums = new double[rows];
        double[] columnSums = new double[columns];
        for (int e = 0; e < v.length; e++) {
          double g = scale * gradient(t, (int) slot.offset() + e);
          squares[e] = g * g + 1e-30;
          rowSums[e / columns] += squares[e];
          columnSums[e % columns] += squares[e];
          v[e] = decay * v[e] + (1 - decay) * squares[e];
        }
        double sum = 0;
        for (int i = 0; i < rows; i++) {
          r[i] = decay * r[i] + (1 - decay) * rowSums[i];
          sum += r[i];
        }
        for (int j = 0; j < columns; j++) {
          c[j] = decay * c[j] + (1 - decay) * columnSums[j];
        }
        double squared = 0;
        double[] u = new double[v.length];
        for (int e = 0; e < v.length; e++) {
          boolean factored = rows > 1 && columns > 1;
          double moment = factored ? r[e / columns] * c[e % columns] / sum : v[e];
          u[e] = scale * gradient(t, (int) slot.offset() + e) / Math.sqrt(moment);
          squared += u[e] * u[e];
        }
        double clip = Math.max(1, Math.sqrt(squared / u.length));
        for (int e = 0; e < v.length; e++) {
          updates[t - 1][(int) slot.offset() + e] = RATE * u[e] / clip;
        }
      }
    }
    return updates;
  }

  @Test
  void followsThePaperOverSeveralSteps() {
    for (double scale : new double[] {1, 0.125}) {
      double[][] expected = expected(4, scale);
      Optimizer adafactor = new Adafactor(SLOTS);
      INDArray state = Nd4j.zeros(DataType.DOUBLE, adafactor.stateLength());
      for (int t = 1; t <= 4; t++) {
        double[] g = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
          g[i] = gradient(t, i);
        }
        INDArray gradients = Nd4j.createFromArray(g);
        adafactor.toUpdate(null, gradients, state, new StepSize(t, RATE, scale));
        assertThat(gradients.toDoubleVector()).containsExactly(expected[t - 1], within(1e-15));
      }
    }
  }

  @Test
  void keepsOneNumberForEachRowAndColumn() {
    assertThat(new Adafactor(SLOTS).stateLength()).isEqualTo(3 + 5000 + 4100 + 6 + 7 + 9);
  }

  @Test
  void noStepIsLongerThanTheRate() {
    Optimizer adafactor = new Adafactor(SLOTS);
    INDArray state = Nd4j.zeros(DataType.FLOAT, adafactor.stateLength());
    INDArray calm = Nd4j.ones(DataType.FLOAT, COUNT).muli(1e-3);
    adafactor.toUpdate(null, calm, state, new StepSize(1, RATE, 1));
    INDArray burst = Nd4j.ones(DataType.FLOAT, COUNT).muli(1e6);
    adafactor.toUpdate(null, burst, state, new StepSize(2, RATE, 1));
    assertThat(burst.maxNumber().doubleValue()).isCloseTo(RATE, within(1e-6));
  }

  @Test
  void survivesGradientsOfZero() {
    Optimizer adafactor = new Adafactor(SLOTS);
    INDArray state = Nd4j.zeros(DataType.FLOAT, adafactor.stateLength());
    INDArray gradients = Nd4j.zeros(DataType.FLOAT, COUNT);
    adafactor.toUpdate(null, gradients, state, new StepSize(1, RATE, 1));
    assertThat(gradients.toFloatVector()).containsOnly(0f);
  }

  @Test
  void rejectsAStateOfAnotherLength() {
    assertThatThrownBy(
            () ->
                new Adafactor(SLOTS)
                    .toUpdate(
                        null,
                        Nd4j.zeros(DataType.FLOAT, COUNT),
                        Nd4j.zeros(DataType.FLOAT, 9),
                        new StepSize(1, 1, 1)))
        .hasMessage("optimizer state must have 9125 elements, but has 9");
  }
}
