package io.palindrome.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.kernel.cuda.CudaOnHost;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.random.CounterRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KernelAdamTest {
  private static final int COUNT = 5000;

  /** Decay at the beginning, in the middle and nearly at the end of the vector. */
  private static final List<Slot> DECAYING =
      List.of(
          new Slot("a", 0, List.of(7L, 11L)),
          new Slot("b", 77, List.of(10L, 10L)),
          new Slot("c", 4000, List.of(9L, 111L)));

  private static final Adam ADAM = new Adam(0.9, 0.98, 1e-6, new WeightDecay(0.1, DECAYING), COUNT);

  static Stream<Arguments> everyKernels() {
    Stream<Arguments> everywhere =
        Stream.of(
            Arguments.of("ReferenceKernels", 1e-14, new ReferenceKernels(), DataType.DOUBLE),
            Arguments.of("HostKernels", 1e-6, new HostKernels(1), DataType.FLOAT));
    return CudaOnHost.isPresent()
        ? Stream.concat(
            everywhere,
            Stream.of(Arguments.of("CudaKernels", 1e-6, CudaOnHost.forward(), DataType.FLOAT)))
        : everywhere;
  }

  private static double[] normals(long key) {
    double[] values = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = (float) CounterRandom.normal(CounterRandom.key(3, key), i);
    }
    return values;
  }

  /** Interrupted after two steps, as an averaging round is. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("everyKernels")
  void movesParametersAsAdamDoes(String name, double tolerance, Kernels kernels, DataType type) {
    INDArray expected = Nd4j.createFromArray(normals(0));
    INDArray expectedState = Nd4j.zeros(DataType.DOUBLE, 2 * COUNT);
    INDArray state = Nd4j.zeros(type, 1, 2 * COUNT);
    Storage parameters = kernels.allocate(COUNT);
    parameters.write(0, normals(0));
    Storage gradients = kernels.allocate(COUNT);
    for (int step = 1; step <= 4; step++) {
      StepSize size = new StepSize(step, 0.01 * step, step == 3 ? 0.25 : 1);
      INDArray update = Nd4j.createFromArray(normals(step));
      double norm = GradientNorm.of(update);
      ADAM.toUpdate(expected, update, expectedState, size);
      expected.subi(update);
      try (KernelAdam adam = new KernelAdam(ADAM, kernels)) {
        if (step > 1) {
          adam.load(state);
        }
        gradients.write(0, normals(step));
        assertThat(adam.norm(gradients)).isCloseTo(norm, within(tolerance * norm));
        adam.step(parameters, gradients, size);
        adam.store(state);
      }
    }
    assertThat(parameters.read(0, COUNT))
        .containsExactly(expected.toDoubleVector(), within(10 * tolerance));
    assertThat(state.reshape(2 * COUNT).castTo(DataType.DOUBLE).toDoubleVector())
        .containsExactly(expectedState.toDoubleVector(), within(10 * tolerance));
    parameters.close();
    gradients.close();
    kernels.close();
  }

  @Test
  void refusesTheStateOfAnotherNetwork() {
    try (Kernels kernels = new ReferenceKernels();
        KernelAdam adam = new KernelAdam(ADAM, kernels)) {
      assertThatThrownBy(() -> adam.load(Nd4j.zeros(DataType.DOUBLE, 4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("optimizer state must have 10000 elements, but has 4");
    }
  }
}
