package io.palindrome.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class AdamTest {
  private static Adam adam(long count) {
    return new Adam(0.9, 0.98, 1e-9, WeightDecay.NONE, count);
  }

  @Test
  void firstStepIsTheSignOfTheGradientTimesTheRate() {
    INDArray gradients = Nd4j.createFromArray(0.5, -2.0, 1e-3);
    INDArray state = Nd4j.zeros(DataType.DOUBLE, 6);
    adam(3).toUpdate(null, gradients, state, new StepSize(1, 0.003, 1));
    assertThat(gradients.toDoubleVector())
        .containsExactly(new double[] {3e-3, -3e-3, 3e-3}, within(1e-8));
    assertThat(state.toDoubleVector())
        .containsExactly(
            new double[] {0.05, -0.2, 1e-4, 0.02 * 0.25, 0.02 * 4, 0.02 * 1e-6}, within(1e-15));
  }

  /** Values of torch.optim.Adam(lr=0.01, betas=(0.9, 0.98), eps=1e-9) by its published formula. */
  @Test
  void secondStepCorrectsTheBiasOfBothMoments() {
    INDArray state = Nd4j.zeros(DataType.DOUBLE, 2);
    adam(1).toUpdate(null, Nd4j.createFromArray(1.0), state, new StepSize(1, 0.01, 1));
    INDArray second = Nd4j.createFromArray(-3.0);
    adam(1).toUpdate(null, second, state, new StepSize(2, 0.01, 1));
    double mean = (0.9 * 0.1 - 0.1 * 3) / (1 - 0.9 * 0.9);
    double root = Math.sqrt((0.98 * 0.02 + 0.02 * 9) / (1 - 0.98 * 0.98));
    assertThat(second.getDouble(0)).isCloseTo(0.01 * mean / (root + 1e-9), within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void changesNothingOutsideAView(DataType type) {
    int length = 2 * VectorWindow.LENGTH + 5;
    INDArray gradients = Nd4j.ones(type, length + 6);
    INDArray states = Nd4j.zeros(type, 2 * length + 4);
    INDArray view = gradients.get(NDArrayIndex.interval(4, 4 + length));
    adam(length)
        .toUpdate(
            null,
            view,
            states.get(NDArrayIndex.interval(1, 1 + 2 * length)),
            new StepSize(1, 0.5, 1));
    float[] all = gradients.castTo(DataType.FLOAT).toFloatVector();
    for (int i = 0; i < all.length; i++) {
      float expected = i < 4 || i >= 4 + length ? 1f : 0.5f;
      assertThat(all[i]).as("element %d", i).isCloseTo(expected, within(1e-6f));
    }
    assertThat(states.getDouble(0)).isZero();
    assertThat(states.getDouble(2 * length + 1)).isZero();
    assertThat(states.getDouble(length)).isCloseTo(0.1, within(1e-7));
    assertThat(states.getDouble(length + 1)).isCloseTo(0.02, within(1e-8));
  }

  @Test
  void scalesGradientsBeforeTheMoments() {
    INDArray scaled = Nd4j.createFromArray(4.0, 8.0);
    INDArray plain = Nd4j.createFromArray(1.0, 2.0);
    INDArray scaledState = Nd4j.zeros(DataType.DOUBLE, 4);
    INDArray plainState = Nd4j.zeros(DataType.DOUBLE, 4);
    adam(2).toUpdate(null, scaled, scaledState, new StepSize(3, 0.1, 0.25));
    adam(2).toUpdate(null, plain, plainState, new StepSize(3, 0.1, 1));
    assertThat(scaled).isEqualTo(plain);
    assertThat(scaledState).isEqualTo(plainState);
  }

  @Test
  void rejectsAStateOfAnotherLength() {
    assertThatThrownBy(
            () ->
                adam(5)
                    .toUpdate(
                        null,
                        Nd4j.zeros(DataType.FLOAT, 5),
                        Nd4j.zeros(DataType.FLOAT, 9),
                        new StepSize(1, 1, 1)))
        .hasMessage("optimizer state must have 10 elements, but has 9");
  }

  @Test
  void rejectsIntegersAndStepZero() {
    assertThatThrownBy(() -> new VectorWindow(Nd4j.zeros(DataType.INT32, 5)))
        .hasMessage("data type of a flat vector must be FLOAT or DOUBLE, but is INT");
    assertThatThrownBy(() -> new StepSize(0, 1, 1)).hasMessage("step must be 1 or more, but is 0");
  }
}
