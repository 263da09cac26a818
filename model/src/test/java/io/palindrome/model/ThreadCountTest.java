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
import io.palindrome.model.kernel.host.HostKernels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole training step gives the same bits from any number of threads. */
class ThreadCountTest {
  private static final int LENGTH = 1500;
  private static final int VOCABULARY = 50;

  /** Every kind of layer; more rows than one task of any kernel has, none a multiple of a tile. */
  private static ReformerConfig config() {
    return new ReformerConfig(
        VOCABULARY,
        36,
        3,
        20,
        List.of(AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.FULL),
        true,
        0.1,
        1e-12,
        300,
        0,
        new PositionConfig(PositionKind.AXIAL, 2000, List.of(50, 40), List.of(16, 20)),
        new LshConfig(2, List.of(4, 6), 20, 1, 0, 0.1, 0, true, DuplicateKeys.CORRECTED),
        new LocalConfig(30, 1, 0, 0.1, 0),
        new FullConfig(60, 0),
        new FeedForwardConfig(FeedForwardKind.PLAIN, 70, Activation.GELU, 500));
  }

  private record Outcome(StepResult result, double[] gradients) {}

  private static Outcome step(MemoryStrategyKind strategy, int threads) {
    try (TrainingStep step =
        new TrainingStep(config(), new MemoryConfig(strategy, 2), new HostKernels(threads))) {
      int count = Math.toIntExact(step.parameters().length());
      step.parameters().write(0, TinyNetwork.normals(1, count, 0.2));
      int[] tokens = new int[LENGTH];
      Arrays.setAll(tokens, i -> i * i % 47 % VOCABULARY);
      TrainingBatch batch = new TrainingBatch(1, LENGTH, tokens, tokens);
      StepResult result = step.gradients(batch, new CounterRandomness(new StepKey(1, 2, 3)));
      return new Outcome(result, step.gradients().read(0, count));
    }
  }

  @ParameterizedTest
  @EnumSource(value = MemoryStrategyKind.class, mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void threadsDoNotChangeABit(MemoryStrategyKind strategy) {
    Outcome alone = step(strategy, 1);
    assertThat(alone.result().loss()).isBetween(2.0, 20.0);
    assertThat(Arrays.stream(alone.gradients()).filter(g -> g != 0).count())
        .isGreaterThan(alone.gradients().length / 2);
    for (int threads : new int[] {2, 3}) {
      Outcome together = step(strategy, threads);
      assertThat(together.result()).isEqualTo(alone.result());
      assertThat(together.gradients()).containsExactly(alone.gradients());
    }
  }
}
