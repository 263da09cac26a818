package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DuplicateKeys;
import io.palindrome.conf.FullConfig;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that attend to everything, in blocks, against layers whose one chunk holds everything. */
class FullAttentionLayerTest {
  private static final int LENGTH = 12;
  private static final double DROPOUT = 0.25;

  private static ReformerConfig config(AttentionKind kind) {
    return TinyNetwork.config(List.of(kind, kind), PositionKind.AXIAL, DROPOUT);
  }

  private static ReformerConfig full(int blockLength) {
    return config(AttentionKind.FULL).with(new FullConfig(blockLength, DROPOUT));
  }

  private static ReformerConfig lsh(int chunkLength, int fullBelow) {
    return config(AttentionKind.LSH)
        .with(
            new LshConfig(
                2,
                List.of(4),
                chunkLength,
                1,
                0,
                DROPOUT,
                fullBelow,
                false,
                DuplicateKeys.COUNTED));
  }

  /** Loss and gradients of a step on two sequences, the second of which is padded. */
  private static double[] step(ReformerConfig config, Kernels kernels) {
    MemoryConfig reversible = new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 1);
    try (TrainingStep step = new TrainingStep(config, reversible, kernels)) {
      int count = Math.toIntExact(step.parameters().length());
      step.parameters().write(0, TinyNetwork.normals(1, count, 0.5));
      int[] tokens = new int[2 * LENGTH];
      int[] mask = new int[tokens.length];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = i * 7 % 11;
        mask[i] = i < tokens.length - 3 ? 1 : 0;
      }
      TrainingBatch batch = new TrainingBatch(2, LENGTH, tokens, tokens, mask, new int[0]);
      StepResult result = step.gradients(batch, new CounterRandomness(new StepKey(7, 0, 0)));
      double[] all = new double[count + 1];
      System.arraycopy(step.gradients().read(0, count), 0, all, 0, count);
      all[count] = result.loss();
      return all;
    }
  }

  private static double distance(double[] a, double[] b) {
    double worst = 0;
    for (int i = 0; i < a.length; i++) {
      worst = Math.max(worst, Math.abs(a[i] - b[i]));
    }
    return worst;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6, 12, 64})
  void aFullLayerEqualsALocalOneOfOneChunk(int blockLength) {
    ReformerConfig local = config(AttentionKind.LOCAL);
    double[] whole =
        step(local.with(new LocalConfig(LENGTH, 1, 0, DROPOUT, 0)), new ReferenceKernels());
    assertThat(distance(step(full(blockLength), new ReferenceKernels()), whole)).isLessThan(1e-10);
    assertThat(distance(step(full(blockLength), new HostKernels(2)), whole)).isLessThan(1e-3);
    assertThat(distance(step(local, new ReferenceKernels()), whole)).isGreaterThan(0.01);
  }

  @Test
  void anLshLayerBelowTheThresholdEqualsOneOfOneChunk() {
    double[] whole = step(lsh(LENGTH, 0), new ReferenceKernels());
    assertThat(distance(step(lsh(4, LENGTH), new ReferenceKernels()), whole)).isLessThan(1e-10);
    assertThat(distance(step(lsh(4, LENGTH), new HostKernels(2)), whole)).isLessThan(1e-3);
    double[] hashed = step(lsh(4, LENGTH - 1), new ReferenceKernels());
    assertThat(distance(hashed, whole)).isGreaterThan(0.01);
    assertThat(hashed).isEqualTo(step(lsh(4, 0), new ReferenceKernels()));
  }

  @Test
  void threadsChangeNoBit() {
    double[] alone = step(full(2), new HostKernels(1));
    assertThat(step(full(2), new HostKernels(2))).isEqualTo(alone);
    assertThat(step(full(2), new HostKernels(3))).isEqualTo(alone);
  }
}
