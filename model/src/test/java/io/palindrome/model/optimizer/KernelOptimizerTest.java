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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Optimizers in the memory of kernels move parameters as those on arrays do. */
class KernelOptimizerTest {
  private static final int COUNT = 5000;
  private static final int STEPS = 4;

  /** Decay at the beginning, in the middle and nearly at the end of the vector. */
  private static final List<Slot> DECAYING =
      List.of(
          new Slot("a", 0, List.of(7L, 11L)),
          new Slot("b", 77, List.of(10L, 10L)),
          new Slot("c", 4000, List.of(9L, 111L)));

  private static final Adam ADAM = new Adam(0.9, 0.98, 1e-6, new WeightDecay(0.1, DECAYING), COUNT);

  /** Vectors, matrices of odd sizes, one wider than a block and one longer than a part of a sum. */
  private static final List<Slot> SLOTS = slots(1, 7, 11, 13, 1, 300, 270, 3, 1, 1, 700, 1, 5, 5);

  /** Slots of [rows, columns], one after the other, and a last one up to COUNT. */
  private static List<Slot> slots(int... sizes) {
    List<Slot> slots = new ArrayList<>();
    long end = 0;
    for (int i = 0; i < sizes.length; i += 2) {
      Slot slot = new Slot("s" + i, end, List.of((long) sizes[i], (long) sizes[i + 1]));
      slots.add(slot);
      end = slot.end();
    }
    slots.add(new Slot("rest", end, List.of(COUNT - end)));
    return slots;
  }

  private static List<Optimizer> optimizers() {
    return List.of(
        ADAM,
        new Adafactor(SLOTS),
        new Sgd(),
        new Momentum(0.9, Momentum.Look.BEHIND, COUNT),
        new Momentum(0.9, Momentum.Look.AHEAD, COUNT));
  }

  private record Where(String name, double tolerance, Supplier<Kernels> open, DataType type) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> everyKernelsAndOptimizer() {
    Stream<Where> everywhere =
        Stream.of(
            new Where("ReferenceKernels", 1e-14, ReferenceKernels::new, DataType.DOUBLE),
            new Where("HostKernels", 1e-6, () -> new HostKernels(1), DataType.FLOAT));
    Stream<Where> withCompiler =
        Stream.of(new Where("CudaKernels", 1e-6, CudaOnHost::forward, DataType.FLOAT));
    return Stream.concat(everywhere, CudaOnHost.isPresent() ? withCompiler : Stream.empty())
        .flatMap(where -> optimizers().stream().map(o -> Arguments.of(where, o)));
  }

  private static double[] normals(long key) {
    double[] values = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = (float) CounterRandom.normal(CounterRandom.key(3, key), i);
    }
    return values;
  }

  /** Parameters after a few steps, and the state. */
  private record Moved(double[] parameters, double[] state) {}

  private static StepSize size(int step) {
    return new StepSize(step, 0.01 * step, step == 3 ? 0.25 : 1);
  }

  private static Moved onArrays(Optimizer optimizer) {
    INDArray parameters = Nd4j.createFromArray(normals(0));
    INDArray state = state(optimizer, DataType.DOUBLE);
    for (int step = 1; step <= STEPS; step++) {
      INDArray update = Nd4j.createFromArray(normals(step));
      optimizer.toUpdate(parameters, update, state, size(step));
      parameters.subi(update);
    }
    return new Moved(parameters.toDoubleVector(), doubles(state));
  }

  /** Interrupted after each step, as an averaging round is. */
  private static Moved inKernels(Optimizer optimizer, Kernels kernels, DataType type) {
    INDArray state = state(optimizer, type);
    Storage parameters = kernels.allocate(COUNT);
    Storage gradients = kernels.allocate(COUNT);
    parameters.write(0, normals(0));
    for (int step = 1; step <= STEPS; step++) {
      try (KernelOptimizer ours = KernelOptimizer.of(optimizer, kernels)) {
        ours.load(state);
        gradients.write(0, normals(step));
        ours.step(parameters, gradients, size(step));
        ours.store(state);
      }
    }
    return new Moved(parameters.read(0, COUNT), doubles(state));
  }

  private static INDArray state(Optimizer optimizer, DataType type) {
    long length = optimizer.stateLength();
    return length == 0 ? null : Nd4j.zeros(type, 1, length);
  }

  private static double[] doubles(INDArray state) {
    return state == null
        ? new double[0]
        : state.reshape(state.length()).castTo(DataType.DOUBLE).toDoubleVector();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyKernelsAndOptimizer")
  void movesParametersAsOnArrays(Where where, Optimizer optimizer) {
    Moved expected = onArrays(optimizer);
    try (Kernels kernels = where.open().get()) {
      Moved ours = inKernels(optimizer, kernels, where.type());
      double tolerance = 10 * where.tolerance();
      assertThat(ours.parameters()).containsExactly(expected.parameters(), within(tolerance));
      assertThat(ours.state()).containsExactly(expected.state(), within(tolerance));
    }
  }

  /** The comparison above tells a slot of one shape too many, and a decay that is left out. */
  @Test
  void aFaultShows() {
    Adafactor wrongRows = new Adafactor(slots(1, 7, 13, 11, 1, 300, 270, 3, 1, 1, 700, 1, 5, 5));
    Adam withoutDecay = Adam.withoutDecay(0.9, 0.98, 1e-6, COUNT);
    Momentum behind = new Momentum(0.9, Momentum.Look.BEHIND, COUNT);
    Momentum ahead = new Momentum(0.9, Momentum.Look.AHEAD, COUNT);
    assertThat(apart(new Adafactor(SLOTS), wrongRows)).isGreaterThan(1e-3);
    assertThat(apart(ADAM, withoutDecay)).isGreaterThan(1e-3);
    assertThat(apart(behind, ahead)).isGreaterThan(1e-3);
    assertThat(apart(new Sgd(), behind)).isGreaterThan(1e-3);
  }

  /** Between an optimizer on arrays and another one in kernels. */
  private static double apart(Optimizer onArrays, Optimizer inKernels) {
    try (Kernels kernels = new ReferenceKernels()) {
      double[] expected = onArrays(onArrays).parameters();
      double[] ours = inKernels(inKernels, kernels, DataType.DOUBLE).parameters();
      double most = 0;
      for (int i = 0; i < ours.length; i++) {
        most = Math.max(most, Math.abs(ours[i] - expected[i]));
      }
      return most;
    }
  }

  @ParameterizedTest
  @MethodSource("everyKernelsAndOptimizer")
  void takesTheNormAsOnArrays(Where where, Optimizer ignored) {
    double norm = GradientNorm.of(Nd4j.createFromArray(normals(1)));
    try (Kernels kernels = where.open().get()) {
      Storage gradients = kernels.allocate(COUNT);
      gradients.write(0, normals(1));
      assertThat(GradientNorm.of(gradients, kernels))
          .isCloseTo(norm, within(where.tolerance() * norm));
    }
  }

  /** A vocabulary has tokens that a batch lacks, a layer units that nothing reaches. */
  @ParameterizedTest
  @MethodSource("everyKernelsAndOptimizer")
  void rowsAndColumnsWithoutGradientsStay(Where where, Optimizer ignored) {
    int n = 40;
    double[] start = new double[n * n];
    double[] gradient = new double[n * n];
    for (int i = 0; i < start.length; i++) {
      start[i] = 1;
      gradient[i] = i / n < 20 && i % n < 20 ? 1e3 : 0;
    }
    Adafactor adafactor = new Adafactor(List.of(new Slot("w", 0, List.of((long) n, (long) n))));
    try (Kernels kernels = where.open().get();
        KernelOptimizer ours = KernelOptimizer.of(adafactor, kernels)) {
      Storage parameters = kernels.allocate(start.length);
      Storage gradients = kernels.allocate(start.length);
      parameters.write(0, start);
      gradients.write(0, gradient);
      ours.step(parameters, gradients, new StepSize(1, 0.1, 1));
      double[] moved = parameters.read(0, start.length);
      for (int i = 0; i < moved.length; i++) {
        assertThat(moved[i] == 1).isEqualTo(gradient[i] == 0);
      }
    }
  }

  @Test
  void refusesTheStateOfAnotherNetwork() {
    try (Kernels kernels = new ReferenceKernels()) {
      for (Optimizer optimizer : List.of(ADAM, new Momentum(0.9, Momentum.Look.AHEAD, COUNT))) {
        try (KernelOptimizer ours = KernelOptimizer.of(optimizer, kernels)) {
          assertThatThrownBy(() -> ours.load(Nd4j.zeros(DataType.DOUBLE, 4)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "optimizer state must have %d elements, but has 4"
                      .formatted(optimizer.stateLength()));
        }
      }
    }
  }
}
