package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.check.ModelFixture;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.cuda.CudaOnHost;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.optimizer.GradientNorm;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.optimizer.StepSize;
import io.palindrome.model.optimizer.TinyOptimizers;
import io.palindrome.model.parameter.HostArrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Steps in the kernels' memory are those of the optimizer on arrays. */
class LocalStepsTest {
  private static final int STEPS = 4;
  private static final double RATE = 0.01;
  private static final ReformerConfig CONFIG =
      TinyNetwork.config(
          List.of(AttentionKind.LOCAL, AttentionKind.LSH), PositionKind.LEARNED, 0.25, 0, 0);

  private record Outcome(double[] losses, double[] norms, double[] parameters, double[] moments) {}

  private static TrainingBatch batch() {
    int[] tokens = new TinyNetwork(CONFIG, new ReferenceKernels()).tokens();
    return new TrainingBatch(TinyNetwork.BATCH, TinyNetwork.LENGTH, tokens, tokens);
  }

  private static CounterRandomness randomness(int step) {
    return new CounterRandomness(new StepKey(1, 2, step));
  }

  private static INDArray start(TrainingStep step, DataType type) {
    int count = Math.toIntExact(step.parameters().length());
    return HostArrays.reals(type, TinyNetwork.normals(1, count, 0.5), 1, count);
  }

  private static Outcome inKernels(Kernels kernels, OptimizerConfig config, DataType type) {
    try (TrainingStep step = new TrainingStep(CONFIG, MemoryConfig.DEFAULT, kernels)) {
      Optimizer optimizer = Optimizer.of(config, step.reformer().layout());
      INDArray parameters = start(step, type);
      INDArray moments = state(optimizer, type);
      double[] losses = new double[STEPS];
      double[] norms = new double[STEPS];
      try (LocalSteps local = new LocalSteps(step, optimizer, config.clipNorm())) {
        local.begin(parameters, moments);
        for (int i = 0; i < STEPS; i++) {
          losses[i] = local.next(batch(), randomness(i), i + 1, RATE).loss();
          norms[i] = local.lastGradientNorm();
        }
        local.end(parameters, moments);
      }
      return new Outcome(losses, norms, doubles(parameters), doubles(moments));
    }
  }

  private static Outcome onArrays(Kernels kernels, OptimizerConfig config, DataType type) {
    try (TrainingStep step = new TrainingStep(CONFIG, MemoryConfig.DEFAULT, kernels)) {
      Optimizer optimizer = Optimizer.of(config, step.reformer().layout());
      INDArray parameters = start(step, type);
      INDArray gradients = HostArrays.zeros(type, 1, parameters.length());
      INDArray moments = state(optimizer, type);
      double[] losses = new double[STEPS];
      double[] norms = new double[STEPS];
      for (int i = 0; i < STEPS; i++) {
        losses[i] = step.gradients(parameters, gradients, batch(), randomness(i)).loss();
        norms[i] = GradientNorm.of(gradients);
        double scale = GradientNorm.clipScale(norms[i], config.clipNorm());
        optimizer.toUpdate(parameters, gradients, moments, new StepSize(i + 1, RATE, scale));
        parameters.subi(gradients);
      }
      return new Outcome(losses, norms, doubles(parameters), doubles(moments));
    }
  }

  private static INDArray state(Optimizer optimizer, DataType type) {
    long length = optimizer.stateLength();
    return length == 0 ? null : HostArrays.zeros(type, 1, length);
  }

  private static double[] doubles(INDArray array) {
    return array == null
        ? new double[0]
        : array.reshape(array.length()).castTo(DataType.DOUBLE).toDoubleVector();
  }

  private static Arguments kernels(
      String name, DataType type, double tolerance, Supplier<Kernels> open) {
    return Arguments.of(name, type, tolerance, open);
  }

  static Stream<Arguments> everyKernels() {
    Stream<Arguments> everywhere =
        Stream.of(
            kernels("reference", DataType.DOUBLE, 1e-12, ReferenceKernels::new),
            kernels("nd4j", DataType.FLOAT, 1e-5, () -> new Nd4jKernels(DataType.FLOAT)),
            kernels("host", DataType.FLOAT, 1e-5, () -> new HostKernels(2)));
    Stream<Arguments> withCompiler =
        Stream.of(kernels("cuda on the host", DataType.FLOAT, 1e-5, CudaOnHost::forward));
    return Stream.concat(everywhere, CudaOnHost.isPresent() ? withCompiler : Stream.empty());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyKernels")
  void equalTheOptimizerOnArrays(
      String name, DataType type, double tolerance, Supplier<Kernels> open) {
    for (OptimizerKind kind : OptimizerKind.values()) {
      OptimizerConfig config = TinyOptimizers.of(kind);
      Outcome ours = inKernels(open.get(), config, type);
      Outcome expected = onArrays(open.get(), config, type);
      assertThat(error(ours.losses(), expected.losses())).isLessThan(tolerance);
      assertThat(error(ours.norms(), expected.norms())).isLessThan(tolerance);
      assertThat(error(ours.parameters(), expected.parameters())).isLessThan(tolerance);
      assertThat(error(ours.moments(), expected.moments())).isLessThan(tolerance);
      assertThat(expected.norms()[0]).isGreaterThan(config.clipNorm());
    }
  }

  private static double error(double[] ours, double[] expected) {
    return ModelFixture.relativeError(ours, expected);
  }

  @Test
  void decayIsPartOfTheStep() {
    Outcome plain =
        inKernels(new ReferenceKernels(), TinyOptimizers.of(OptimizerKind.ADAM), DataType.DOUBLE);
    Outcome decayed =
        inKernels(new ReferenceKernels(), TinyOptimizers.of(OptimizerKind.ADAMW), DataType.DOUBLE);
    assertThat(error(decayed.parameters(), plain.parameters())).isGreaterThan(1e-5);
  }

  @Test
  void aStepWithoutAFiniteLossChangesNothing() {
    try (TrainingStep step =
        new TrainingStep(CONFIG, MemoryConfig.DEFAULT, new ReferenceKernels())) {
      Optimizer optimizer =
          Optimizer.of(TinyOptimizers.of(OptimizerKind.ADAMW), step.reformer().layout());
      INDArray parameters = start(step, DataType.DOUBLE);
      parameters.putScalar(0, parameters.length() - 1, Double.NaN);
      INDArray moments = state(optimizer, DataType.DOUBLE).addi(0.5);
      INDArray parametersAfter = HostArrays.zeros(DataType.DOUBLE, 1, parameters.length());
      INDArray momentsAfter = HostArrays.zeros(DataType.DOUBLE, 1, moments.length());
      try (LocalSteps local = new LocalSteps(step, optimizer, 1)) {
        local.begin(parameters, moments);
        assertThat(local.next(batch(), randomness(0), 1, RATE).loss()).isNaN();
        assertThat(local.lastGradientNorm()).isNaN();
        local.end(parametersAfter, momentsAfter);
      }
      assertThat(doubles(parametersAfter)).isEqualTo(doubles(parameters));
      assertThat(doubles(momentsAfter)).isEqualTo(doubles(moments));
    }
  }
}
