package io.palindrome.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DuplicateKeys;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.RotationShape;
import io.palindrome.model.layer.Site;
import io.palindrome.model.parameter.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Dropout at each of the places that REFORMER.md sections 1 to 4 give it, one place at a time. */
class DropoutSitesTest {
  private static final double PROBABILITY = 0.25;
  private static final Randomness ALL = new CounterRandomness(new StepKey(61, 0, 0));

  /** Drops at one site only, whatever the configuration says of the others. */
  private record OnlyAt(Site site) implements Randomness {
    @Override
    public Dropout dropout(Site asked, int layer, double probability) {
      return asked == site ? ALL.dropout(asked, layer, PROBABILITY) : Dropout.NONE;
    }

    @Override
    public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
      return ALL.rotations(layer, sequence, head, shape);
    }
  }

  /** A generator with a state: each time that a site asks, it gets other numbers. */
  private record Stateful(Map<Site, Integer> asked) implements Randomness {
    @Override
    public Dropout dropout(Site site, int layer, double probability) {
      int times = asked.merge(site, 1, Integer::sum);
      return new CounterRandomness(new StepKey(61, 0, times)).dropout(site, layer, PROBABILITY);
    }

    @Override
    public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
      return ALL.rotations(layer, sequence, head, shape);
    }
  }

  private static ReformerConfig config(double dropout) {
    return TinyNetwork.config(
        List.of(AttentionKind.LSH, AttentionKind.LOCAL), PositionKind.AXIAL, dropout);
  }

  private static TrainingStep step(MemoryStrategyKind strategy, Kernels kernels) {
    ReformerConfig config = config(PROBABILITY);
    TrainingStep step = new TrainingStep(config, new MemoryConfig(strategy, 1), kernels);
    int count = Math.toIntExact(ParameterLayout.of(config).parameterCount());
    step.parameters().write(0, TinyNetwork.normals(62, count, 0.5));
    return step;
  }

  private static TrainingBatch batch() {
    int[] tokens = new TinyNetwork(config(0), new ReferenceKernels()).tokens();
    return new TrainingBatch(TinyNetwork.BATCH, TinyNetwork.LENGTH, tokens, tokens);
  }

  private static double[] losses(Randomness randomness) {
    try (TrainingStep step = step(MemoryStrategyKind.REVERSIBLE, new ReferenceKernels())) {
      return step.losses(batch(), randomness);
    }
  }

  private static Stream<Site> sites() {
    return Arrays.stream(Site.values()).filter(site -> site != Site.ROTATION);
  }

  @ParameterizedTest
  @MethodSource("sites")
  void everySiteActs(Site site) {
    assertThat(losses(new OnlyAt(site))).isNotEqualTo(losses(new OnlyAt(Site.ROTATION)));
  }

  @ParameterizedTest
  @MethodSource("sites")
  void itsGradientMatchesCentralDifferences(Site site) {
    ReformerFunction function =
        new ReformerFunction(config(PROBABILITY), MemoryStrategyKind.REVERSIBLE, new OnlyAt(site));
    assertThat(GradientCheck.worstError(new ReferenceKernels(), function)).isLessThan(1e-7);
  }

  @ParameterizedTest
  @MethodSource("sites")
  void everyMemoryStrategyHasThatGradient(Site site) {
    double[] reversible = gradient(MemoryStrategyKind.REVERSIBLE, site);
    for (MemoryStrategyKind other :
        List.of(MemoryStrategyKind.STORE_ALL, MemoryStrategyKind.RECOMPUTE)) {
      assertThat(gradient(other, site)).containsExactly(reversible, within(1e-12));
    }
  }

  private static double[] gradient(MemoryStrategyKind strategy, Site site) {
    try (TrainingStep step = step(strategy, new ReferenceKernels())) {
      step.gradients(batch(), new OnlyAt(site));
      int count = Math.toIntExact(step.gradients().length());
      return step.gradients().read(0, count);
    }
  }

  @ParameterizedTest
  @MethodSource("sites")
  void activationsAreRebuiltUpToRounding(Site site) {
    assertThat(reconstructionError(new OnlyAt(site), new ReferenceKernels())).isLessThan(1e-13);
    assertThat(reconstructionError(new OnlyAt(site), new HostKernels(1))).isLessThan(1e-4);
  }

  @Test
  void aGeneratorWithAStateIsCaught() {
    assertThat(reconstructionError(new Stateful(new HashMap<>()), new ReferenceKernels()))
        .isGreaterThan(0.1);
  }

  private static double reconstructionError(Randomness randomness, Kernels kernels) {
    try (TrainingStep step = step(MemoryStrategyKind.REVERSIBLE, kernels)) {
      return step.gradients(batch(), randomness).reconstructionError();
    }
  }

  /** Which probability each site asks for, by {@code SITE layer}. */
  private record Asking(Map<String, Set<Double>> asked) implements Randomness {
    @Override
    public Dropout dropout(Site site, int layer, double probability) {
      asked.computeIfAbsent(site + " " + layer, key -> new HashSet<>()).add(probability);
      return Dropout.NONE;
    }

    @Override
    public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
      return ALL.rotations(layer, sequence, head, shape);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL", "LSH"})
  void everySiteHasItsKey(AttentionKind kind) {
    ReformerConfig base = TinyNetwork.config(List.of(kind), PositionKind.LEARNED, 0.1);
    LshConfig lsh = base.lsh();
    LocalConfig local = base.local();
    ReformerConfig config =
        base.with(
                new LshConfig(2, lsh.hashBuckets(), 4, 1, 0, 0.2, 0, false, DuplicateKeys.COUNTED))
            .with(new LocalConfig(4, 1, 0, 0.3, local.headsInLshLayers()));
    Asking asking = new Asking(new HashMap<>());
    MemoryConfig memory = new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 1);
    try (TrainingStep step = new TrainingStep(config, memory, new ReferenceKernels())) {
      step.gradients(batch(), asking);
    }
    Map<String, Set<Double>> expected = new HashMap<>();
    for (Site site : List.of(Site.EMBEDDING, Site.POSITION, Site.FINAL)) {
      expected.put(site + " -1", Set.of(0.1));
    }
    List<Site> inside = new ArrayList<>(List.of(Site.ATTENTION_OUTPUT));
    inside.addAll(List.of(Site.FEED_FORWARD_HIDDEN, Site.FEED_FORWARD_OUTPUT));
    inside.forEach(site -> expected.put(site + " 0", Set.of(0.1)));
    expected.put("ATTENTION 0", Set.of(kind == AttentionKind.LSH ? 0.2 : 0.3));
    assertThat(asking.asked()).isEqualTo(expected);
  }
}
