package io.palindrome.model.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.PrecisionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.LocalSteps;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.cuda.CudaOnHost;
import io.palindrome.model.kernel.cuda.PlanDevice;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.optimizer.TinyOptimizers;
import io.palindrome.model.parameter.HostArrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan for a GPU counts what kernels allocate there, to the byte. */
class DevicePlanTest {
  private static final int LENGTH = 256;

  /** More than a tile has on a device. */
  private static final int LONG = 1 << 15;

  private static ReformerConfig model(String... overrides) {
    return ConfigFile.defaults(List.of(overrides)).model().forVocabulary(260, 0);
  }

  private static ReformerConfig small(int length) {
    return model(
        "model.d-model=64",
        "model.heads=2",
        "model.d-head=32",
        "model.layers=[local, lsh]",
        "model.feed-forward.d-feed-forward=128",
        "train.batch.length=" + length,
        "model.position.max-length=" + length,
        "model.position.axial-shape=[16,%d]".formatted(length / 16),
        "model.position.axial-widths=[32,32]");
  }

  private static StepPlanner planner(OptimizerKind kind, PrecisionKind precision, int length) {
    OptimizerConfig optimizer = TinyOptimizers.of(kind);
    BatchShape shape = new BatchShape(2, length);
    return new StepPlanner(small(length), optimizer, shape, BufferPlace.DEVICE, precision);
  }

  /** Counts what is there at once. */
  private static final class Counted {
    private long bytes;
    private long peak;

    void add(long change) {
      bytes += change;
      peak = Math.max(peak, bytes);
    }
  }

  /** The most that two real steps hold on the host's device. */
  private static long held(StepPlanner planner, MemoryConfig memory) {
    Counted counted = new Counted();
    Kernels kernels = CudaOnHost.telling(counted::add);
    try (TrainingStep step = new TrainingStep(planner.model(), memory, kernels)) {
      Optimizer optimizer = Optimizer.of(planner.optimizer(), step.reformer().layout());
      INDArray parameters = zeros(step.parameters().length());
      try (LocalSteps steps = new LocalSteps(step, optimizer, 1)) {
        steps.begin(parameters, zeros(optimizer.stateLength()));
        for (int i = 0; i < 2; i++) {
          CounterRandomness randomness = new CounterRandomness(new StepKey(1, 0, i));
          steps.next(planner.shape().padded(), randomness, i + 1, 0.1);
        }
        return counted.peak;
      }
    }
  }

  private static INDArray zeros(long length) {
    return HostArrays.zeros(DataType.FLOAT, 1, length);
  }

  @ParameterizedTest
  @CsvSource({
    "ADAM, REVERSIBLE, 1",
    "ADAMW, STORE_ALL, 1",
    "ADAFACTOR, RECOMPUTE, 1",
    "NESTEROV, REVERSIBLE, 1"
  })
  void countsWhatTwoStepsAllocate(OptimizerKind kind, MemoryStrategyKind strategy, int every) {
    assumeTrue(CudaOnHost.isPresent(), CudaOnHost.MISSING);
    StepPlanner planner = planner(kind, PrecisionKind.FLOAT32, LENGTH);
    MemoryConfig memory = new MemoryConfig(strategy, every);
    DeviceMemory planned = DeviceMemory.of(planner, memory, CudaOnHost.limits());
    assertThat(planned.all()).isEqualTo(held(planner, memory));
    assertThat(planned.scratch()).isPositive();
  }

  /** Kernels' vectors and ND4J's: with Adam 32 bytes a parameter. */
  @Test
  void billsEveryVectorTwice() {
    StepPlanner planner = planner(OptimizerKind.ADAM, PrecisionKind.FLOAT32, LONG);
    MemoryConfig memory = new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 1);
    StepMemory bill = planner.plan(memory).memory();
    long vector = planner.vectorBytes() / 3;
    assertThat(bill.of(MemoryLine.PARAMETERS)).isEqualTo(2 * vector);
    assertThat(bill.of(MemoryLine.PARAMETER_GRADIENTS)).isEqualTo(2 * vector);
    assertThat(bill.of(MemoryLine.OPTIMIZER)).isEqualTo(4 * vector);
    DeviceMemory kernels = DeviceMemory.of(planner, memory, PlanDevice.LARGE);
    assertThat(bill.offHeap()).isEqualTo(kernels.all() + 4 * vector);
  }

  @Test
  void countsTheRoundedOperandsOfProducts() {
    MemoryConfig memory = new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 1);
    StepPlanner bf16 = planner(OptimizerKind.ADAM, PrecisionKind.BF16, LENGTH);
    StepPlanner float32 = planner(OptimizerKind.ADAM, PrecisionKind.FLOAT32, LENGTH);
    assertThat(bf16.plan(memory).memory().of(MemoryLine.SCRATCH))
        .isGreaterThan(float32.plan(memory).memory().of(MemoryLine.SCRATCH));
  }
}
