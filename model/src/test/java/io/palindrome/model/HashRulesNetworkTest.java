package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of networks that stay within hash buckets or count every key once. */
class HashRulesNetworkTest {
  private static final int LENGTH = 24;
  private static final String WITHIN = "model.lsh.within-hash-buckets=true";
  private static final String CORRECTED = "model.lsh.duplicates=corrected";

  /** Gradients and, last, the loss of a step on two sequences, the second of which is padded. */
  private static double[] step(
      ReformerConfig config, MemoryStrategyKind strategy, Kernels kernels) {
    try (TrainingStep step = new TrainingStep(config, new MemoryConfig(strategy, 1), kernels)) {
      int count = Math.toIntExact(step.parameters().length());
      step.parameters().write(0, TinyNetwork.normals(1, count, 0.5));
      int[] tokens = TinyTexts.tokens(2 * LENGTH);
      int[] mask = new int[tokens.length];
      Arrays.fill(mask, 0, tokens.length - 5, 1);
      TrainingBatch batch = new TrainingBatch(2, LENGTH, tokens, tokens, mask, new int[0]);
      StepResult result = step.gradients(batch, new CounterRandomness(new StepKey(7, 0, 0)));
      double[] all = Arrays.copyOf(step.gradients().read(0, count), count + 1);
      all[count] = result.loss();
      return all;
    }
  }

  private static ReformerConfig config(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of("model.layers=[lsh,local,lsh]", "model.lsh.hash-rounds=3", "model.heads=3"));
    all.addAll(List.of(settings));
    return TinyTexts.config(all.toArray(String[]::new));
  }

  /** Hash buckets are decided once, as orders are: rebuilt inputs see the same keys. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        WITHIN,
        CORRECTED,
        WITHIN + ";" + CORRECTED,
        WITHIN + ";" + CORRECTED + ";model.local.heads-in-lsh-layers=1;model.causal=false"
      })
  void allMemoryStrategiesAndKernelsGiveTheSameGradients(String rules) {
    List<String> settings =
        new ArrayList<>(List.of("model.lsh.attention-dropout=0.25", "model.lsh.hash-buckets=[]"));
    double[] plain =
        step(
            config(settings.toArray(String[]::new)),
            MemoryStrategyKind.STORE_ALL,
            new ReferenceKernels());
    settings.addAll(List.of(rules.split(";")));
    ReformerConfig config = config(settings.toArray(String[]::new));
    double[] stored = step(config, MemoryStrategyKind.STORE_ALL, new ReferenceKernels());
    assertThat(TinyTexts.difference(plain, stored)).isGreaterThan(1e-3);
    for (MemoryStrategyKind strategy :
        List.of(MemoryStrategyKind.RECOMPUTE, MemoryStrategyKind.REVERSIBLE)) {
      assertThat(TinyTexts.difference(step(config, strategy, new ReferenceKernels()), stored))
          .isLessThan(1e-9);
    }
    double[] host = step(config, MemoryStrategyKind.REVERSIBLE, new HostKernels(2));
    assertThat(TinyTexts.difference(host, stored)).isLessThan(1e-3);
  }

  /** Windows that hold every key, several times: what is left of hashing is an order. */
  @ParameterizedTest(name = "causal: {0}, local heads: {1}")
  @CsvSource({"true, 0", "false, 0", "true, 1", "false, 2"})
  void correctedIsFullAttentionWhereEverythingIsFound(boolean causal, int localHeads) {
    String direction = "model.causal=" + causal;
    String local = "model.local.heads-in-lsh-layers=" + localHeads;
    String wide = "model.lsh.chunks-before=8";
    double[] full =
        step(
            config(direction, local, "model.lsh.full-below=" + LENGTH),
            MemoryStrategyKind.REVERSIBLE,
            new ReferenceKernels());
    double[] corrected =
        step(
            config(direction, local, wide, CORRECTED),
            MemoryStrategyKind.REVERSIBLE,
            new ReferenceKernels());
    double[] counted =
        step(config(direction, local, wide), MemoryStrategyKind.REVERSIBLE, new ReferenceKernels());
    assertThat(TinyTexts.difference(corrected, full)).isLessThan(1e-9);
    assertThat(TinyTexts.difference(counted, full)).isGreaterThan(1e-3);
  }
}
