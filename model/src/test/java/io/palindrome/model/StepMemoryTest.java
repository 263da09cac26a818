package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.Activation;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DuplicateKeys;
import io.palindrome.conf.FeedForwardConfig;
import io.palindrome.conf.FeedForwardKind;
import io.palindrome.conf.FullConfig;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a training step holds in memory, counted to the byte by its arena. */
class StepMemoryTest {
  private static final int LENGTH = 256;
  private static final int D_MODEL = 16;
  private static final int HEADS = 2;
  private static final int HASH_ROUNDS = 2;
  private static final int TABLE_SIDE = 16;

  private static ReformerConfig config(int layers) {
    return config(
        Collections.nCopies(layers / 2, List.of(AttentionKind.LOCAL, AttentionKind.LSH)).stream()
            .flatMap(List::stream)
            .toList());
  }

  private static ReformerConfig config(List<AttentionKind> kinds) {
    return new ReformerConfig(
        32,
        D_MODEL,
        HEADS,
        8,
        kinds,
        true,
        0,
        1e-12,
        64,
        0,
        new PositionConfig(
            PositionKind.AXIAL, LENGTH, List.of(TABLE_SIDE, TABLE_SIDE), List.of(8, 8)),
        new LshConfig(HASH_ROUNDS, List.of(8), 16, 1, 0, 0, 0, false, DuplicateKeys.COUNTED),
        new LocalConfig(16, 1, 0, 0, 0),
        new FullConfig(16, 0),
        new FeedForwardConfig(FeedForwardKind.PLAIN, 32, Activation.GELU, 64));
  }

  private static TrainingStep step(int layers, MemoryStrategyKind strategy, Kernels kernels) {
    return step(config(layers), strategy, kernels);
  }

  private static TrainingStep step(
      ReformerConfig config, MemoryStrategyKind strategy, Kernels kernels) {
    TrainingStep step = new TrainingStep(config, new MemoryConfig(strategy, 2), kernels);
    int count = Math.toIntExact(step.parameters().length());
    step.parameters().write(0, TinyNetwork.normals(1, count, 0.1));
    return step;
  }

  private static StepResult train(TrainingStep step, int length) {
    int[] tokens = new int[length];
    Arrays.setAll(tokens, i -> i * 7 % 32);
    TrainingBatch batch = new TrainingBatch(1, length, tokens, tokens);
    return step.gradients(batch, new CounterRandomness(new StepKey(1, 0, 0)));
  }

  private static long peakBytes(int layers, MemoryStrategyKind strategy) {
    try (TrainingStep step = step(layers, strategy, new HostKernels(2))) {
      return train(step, LENGTH).peakBytes();
    }
  }

  /** The hash buckets of an LSH layer are all that depth adds. */
  @ParameterizedTest
  @CsvSource({"6", "12", "24"})
  void depthCostsReversibleStepsTheirHashOrdersOnly(int layers) {
    long orderBytes = (long) HEADS * HASH_ROUNDS * LENGTH * Short.BYTES;
    long more = (layers - 2) / 2 * orderBytes;
    assertThat(peakBytes(layers, MemoryStrategyKind.REVERSIBLE))
        .isEqualTo(peakBytes(2, MemoryStrategyKind.REVERSIBLE) + more);
  }

  @Test
  void depthCostsStoreAllTheSameForEveryLayer() {
    long six = peakBytes(6, MemoryStrategyKind.STORE_ALL);
    long twelve = peakBytes(12, MemoryStrategyKind.STORE_ALL);
    long twentyFour = peakBytes(24, MemoryStrategyKind.STORE_ALL);
    assertThat(twentyFour - twelve).isEqualTo(2 * (twelve - six));
    long streamBytes = (long) LENGTH * D_MODEL * Float.BYTES;
    assertThat((twelve - six) / 6).isGreaterThan(8 * streamBytes);
    assertThat(twentyFour).isGreaterThan(4 * peakBytes(24, MemoryStrategyKind.REVERSIBLE));
  }

  @Test
  void recomputeLiesBetween() {
    assertThat(peakBytes(24, MemoryStrategyKind.RECOMPUTE))
        .isGreaterThan(peakBytes(24, MemoryStrategyKind.REVERSIBLE))
        .isLessThan(peakBytes(24, MemoryStrategyKind.STORE_ALL));
  }

  /** A buffer that grew with the square of the length would show in the second difference. */
  @ParameterizedTest
  @EnumSource(value = MemoryStrategyKind.class, mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void fullAttentionTakesMemoryLinearInLength(MemoryStrategyKind strategy) {
    ReformerConfig config = config(List.of(AttentionKind.FULL, AttentionKind.FULL));
    long[] peaks = new long[3];
    for (int i = 0; i < peaks.length; i++) {
      try (TrainingStep step = step(config, strategy, new HostKernels(2))) {
        peaks[i] = train(step, (2 + i) * LENGTH / 4).peakBytes();
      }
    }
    assertThat(peaks[2] - peaks[1]).isPositive().isEqualTo(peaks[1] - peaks[0]);
  }

  @ParameterizedTest
  @EnumSource(value = MemoryStrategyKind.class, mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void theSecondStepOfAShapeAllocatesNothing(MemoryStrategyKind strategy) {
    try (TrainingStep step = step(4, strategy, new HostKernels(2))) {
      StepResult first = train(step, LENGTH);
      long allocations = step.arena().allocations();
      long held = step.arena().heldBytes();
      StepResult second = train(step, LENGTH);
      assertThat(allocations).isPositive();
      assertThat(step.arena().allocations()).isEqualTo(allocations);
      assertThat(step.arena().heldBytes())
          .isEqualTo(held)
          .isGreaterThanOrEqualTo(first.peakBytes());
      assertThat(second).isEqualTo(first);
      assertThat(step.arena().usedBytes()).isZero();
    }
  }

  @Test
  void anotherShapeFreesTheBuffersOfTheOld() {
    try (TrainingStep step = step(2, MemoryStrategyKind.REVERSIBLE, new HostKernels(2));
        TrainingStep fresh = step(2, MemoryStrategyKind.REVERSIBLE, new HostKernels(2))) {
      train(step, LENGTH);
      long large = step.arena().heldBytes();
      train(step, LENGTH / 4);
      train(fresh, LENGTH / 4);
      assertThat(step.arena().heldBytes())
          .isEqualTo(fresh.arena().heldBytes())
          .isLessThan(large / 2);
    }
  }

  @Test
  void reconstructionErrorIsMeasuredWhereInputsAreRebuilt() {
    try (TrainingStep exact = step(4, MemoryStrategyKind.STORE_ALL, new HostKernels(2));
        TrainingStep recomputing = step(4, MemoryStrategyKind.RECOMPUTE, new HostKernels(2));
        TrainingStep single = step(4, MemoryStrategyKind.REVERSIBLE, new HostKernels(2));
        TrainingStep wide = step(4, MemoryStrategyKind.REVERSIBLE, new ReferenceKernels())) {
      assertThat(train(exact, LENGTH).reconstructionError()).isNaN();
      assertThat(train(recomputing, LENGTH).reconstructionError()).isNaN();
      assertThat(train(single, LENGTH).reconstructionError()).isBetween(1e-9, 1e-5);
      assertThat(train(wide, LENGTH).reconstructionError()).isBetween(1e-18, 1e-13);
    }
  }
}
