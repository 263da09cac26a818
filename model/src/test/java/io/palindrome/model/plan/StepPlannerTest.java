package io.palindrome.model.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.DuplicateKeys;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.PlanKernels;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.TinyConfigs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepPlannerTest {
  private static final long EVERYTHING = Long.MAX_VALUE;
  private static final int LENGTH = 1024;

  private static StepPlanner planner(ReformerConfig model, int batch, int length) {
    BatchShape shape = new BatchShape(batch, length);
    return new StepPlanner(model, OptimizerConfig.DEFAULT, shape, BufferPlace.HEAP);
  }

  private static ReformerConfig model(String... overrides) {
    return ConfigFile.defaults(List.of(overrides)).model().forVocabulary(260, 0);
  }

  private static MemoryConfig strategy(MemoryStrategyKind kind, int every) {
    return new MemoryConfig(kind, every);
  }

  /** Bytes that the arena of two real steps holds. */
  private static long held(ReformerConfig model, MemoryConfig memory, BatchShape shape) {
    try (TrainingStep step = new TrainingStep(model, memory, new HostKernels(2))) {
      CounterRandomness randomness = new CounterRandomness(new StepKey(1, 0, 0));
      step.gradients(shape.padded(), randomness);
      step.gradients(shape.padded(), randomness);
      return step.arena().heldBytes();
    }
  }

  private static long planned(StepPlan plan, BatchShape shape) {
    long arrays = 6L * Integer.BYTES * shape.batch() * shape.length();
    return LongStream.of(
                plan.memory().of(MemoryLine.STREAMS),
                plan.memory().of(MemoryLine.STREAM_GRADIENTS),
                plan.memory().of(MemoryLine.ACTIVATIONS),
                plan.memory().of(MemoryLine.HASH_ORDERS),
                plan.memory().of(MemoryLine.LOGITS),
                plan.memory().of(MemoryLine.SCRATCH),
                plan.memory().of(MemoryLine.BATCH))
            .sum()
        - arrays;
  }

  private static ReformerConfig ruled(DuplicateKeys duplicates, boolean withinHashBuckets) {
    ReformerConfig axial = TinyConfigs.axial();
    return axial.with(new LshConfig(3, List.of(4), 16, 1, 0, 0, 0, withinHashBuckets, duplicates));
  }

  /** Hash buckets and orders are made anew, and chunk numbers, while a head is attended. */
  @ParameterizedTest
  @CsvSource({
    "STORE_ALL, COUNTED, true",
    "RECOMPUTE, CORRECTED, false",
    "REVERSIBLE, CORRECTED, true",
    "REVERSIBLE, CORRECTED, false",
  })
  void plansTheBuffersOfHashRules(
      MemoryStrategyKind kind, DuplicateKeys duplicates, boolean withinHashBuckets) {
    BatchShape shape = new BatchShape(2, 64);
    ReformerConfig model = ruled(duplicates, withinHashBuckets);
    StepPlan plan = planner(model, 2, 64).plan(strategy(kind, 1));
    assertThat(planned(plan, shape)).isEqualTo(held(model, strategy(kind, 1), shape));
    long layers = model.layers().stream().filter(AttentionKind.LSH::equals).count();
    assertThat(plan.memory().of(MemoryLine.HASH_ORDERS))
        .isEqualTo(2L * layers * model.heads() * 3 * 2 * 64);
  }

  @ParameterizedTest
  @CsvSource({
    "STORE_ALL, 1, 1, 48",
    "RECOMPUTE, 1, 1, 64",
    "RECOMPUTE, 0, 3, 32",
    "REVERSIBLE, 1, 2, 64"
  })
  void plansExactlyWhatTheBuffersOfRealStepsHold(
      MemoryStrategyKind kind, int every, int batch, int length) {
    BatchShape shape = new BatchShape(batch, length);
    ReformerConfig model = TinyConfigs.axial();
    StepPlan plan = planner(model, batch, length).plan(strategy(kind, every));
    assertThat(planned(plan, shape))
        .isEqualTo(held(model, strategy(kind, every), shape))
        .isNotEqualTo(held(model, strategy(kind, every), new BatchShape(batch + 1, length)));
  }

  @Test
  void theLinesSumToTheTotalAndSomeAreKnownByHand() {
    ReformerConfig model = model();
    StepMemory memory =
        planner(model, 1, LENGTH).plan(strategy(MemoryStrategyKind.REVERSIBLE, 1)).memory();
    long sum = 0;
    for (MemoryLine line : MemoryLine.values()) {
      sum += memory.of(line);
    }
    assertThat(memory.total()).isEqualTo(sum).isEqualTo(memory.heap() + memory.offHeap());
    long vector = 4 * ParameterLayout.of(model).parameterCount();
    long streams = 2L * LENGTH * 256 * 4;
    assertThat(memory.of(MemoryLine.PARAMETERS)).isEqualTo(2 * vector);
    assertThat(memory.of(MemoryLine.PARAMETER_GRADIENTS)).isEqualTo(2 * vector);
    assertThat(memory.of(MemoryLine.OPTIMIZER)).isEqualTo(2 * vector);
    assertThat(memory.offHeap()).isEqualTo(4 * vector);
    assertThat(memory.of(MemoryLine.STREAMS)).isEqualTo(streams);
    assertThat(memory.of(MemoryLine.STREAM_GRADIENTS)).isEqualTo(streams);
    assertThat(memory.of(MemoryLine.HASH_ORDERS)).isEqualTo(3L * 4 * LENGTH * 2);
    assertThat(memory.of(MemoryLine.LOGITS)).isEqualTo(LENGTH * 260L * 4);
  }

  @Test
  void kernelsOutsideTheHeapLeaveTheHeapToTheBatch() {
    StepPlanner planner =
        new StepPlanner(
            TinyConfigs.axial(),
            OptimizerConfig.DEFAULT,
            new BatchShape(1, 32),
            BufferPlace.OFF_HEAP);
    StepMemory memory = planner.plan(strategy(MemoryStrategyKind.STORE_ALL, 1)).memory();
    assertThat(memory.heap()).isEqualTo(6 * 32 * 4);
    assertThat(memory.of(MemoryLine.REGIONS)).isZero();
  }

  @Test
  void countsALocalLayerByHand() {
    ReformerConfig model =
        model(
            "model.layers=[local]",
            "model.d-model=32",
            "model.position.axial-widths=[16,16]",
            "model.heads=2",
            "model.d-head=8",
            "model.local.chunks-before=2",
            "model.feed-forward.d-feed-forward=48");
    double projections = 4.0 * LENGTH * 32 * 16;
    double attention = 2.0 * LENGTH * (3 * 64) * 16;
    double feedForward = 2.0 * LENGTH * 32 * 48;
    double layer = projections + attention + feedForward;
    double head = 2.0 * LENGTH * 32 * 260;
    assertThat(flops(model, strategy(MemoryStrategyKind.STORE_ALL, 1)))
        .isEqualTo(2 * (3 * layer + 3 * head));
    assertThat(flops(model, strategy(MemoryStrategyKind.REVERSIBLE, 1)))
        .isEqualTo(2 * (4 * layer + 3 * head));
  }

  private static double flops(ReformerConfig model, MemoryConfig strategy) {
    return planner(model, 1, LENGTH).plan(strategy).flops();
  }

  @Test
  void countsHashRoundsOfAnLshLayer() {
    ReformerConfig model =
        model("model.layers=[lsh]", "model.lsh.hash-rounds=3", "model.lsh.hash-buckets=[8,4]");
    double width = 4 * 64;
    double layer =
        3.0 * LENGTH * 256 * width + 2.0 * LENGTH * 3 * 128 * width + 2.0 * LENGTH * 256 * 1024;
    double hashing = 3 * (4 + 2) * LENGTH * width;
    double head = 2.0 * LENGTH * 256 * 260;
    assertThat(flops(model, strategy(MemoryStrategyKind.REVERSIBLE, 1)))
        .isEqualTo(2 * (4 * layer + hashing + 3 * head));
  }

  @Test
  void countsThePastOnlyInCausalFullAttention() {
    double width = 4 * 64;
    double rest = 4.0 * LENGTH * 256 * width + 2.0 * LENGTH * 256 * 1024;
    double head = 2.0 * LENGTH * 256 * 260;
    MemoryConfig reversible = strategy(MemoryStrategyKind.REVERSIBLE, 1);
    double causal = rest + 2.0 * LENGTH * (LENGTH + 128) / 2 * width;
    assertThat(flops(model("model.layers=[full]", "model.full.block-length=128"), reversible))
        .isEqualTo(2 * (4 * causal + 3 * head));
    double both = rest + 2.0 * LENGTH * LENGTH * width;
    assertThat(flops(model("model.layers=[full]", "model.causal=false"), reversible))
        .isEqualTo(2 * (4 * both + 3 * head));
  }

  @Test
  void countsNoHashingBelowTheThreshold() {
    double width = 4 * 64;
    double attention = 2.0 * LENGTH * (LENGTH + 64) / 2 * width;
    double layer = 3.0 * LENGTH * 256 * width + attention + 2.0 * LENGTH * 256 * 1024;
    double head = 2.0 * LENGTH * 256 * 260;
    assertThat(
            flops(
                model("model.layers=[lsh]", "model.lsh.full-below=1024"),
                strategy(MemoryStrategyKind.REVERSIBLE, 1)))
        .isEqualTo(2 * (4 * layer + 3 * head));
  }

  /** A third of what is computed again, less the head's part, which no strategy computes again. */
  @Test
  void theOverheadIsThatOfTheInterval() {
    ReformerConfig model = model("model.layers=[local,local,local,local,local,local,local,local]");
    StepPlanner planner = planner(model, 1, LENGTH);
    StepPlan storeAll = planner.plan(strategy(MemoryStrategyKind.STORE_ALL, 1));
    StepPlan root = planner.plan(strategy(MemoryStrategyKind.RECOMPUTE, 0));
    assertThat(root.name()).isEqualTo("recompute every 2");
    assertThat(root.overheadOver(storeAll)).isBetween(0.23, 0.75 / 3);
    StepPlan half = planner.plan(strategy(MemoryStrategyKind.RECOMPUTE, 4));
    assertThat(half.overheadOver(storeAll))
        .isCloseTo(root.overheadOver(storeAll) * 2 / 3, within(1e-9));
  }

  @Test
  void listsEveryStrategyFromTheFastestOn() {
    MemorySpectrum spectrum = planner(deep(), 1, LENGTH).spectrum(EVERYTHING);
    List<String> names = spectrum.plans().stream().map(StepPlan::name).toList();
    assertThat(names)
        .containsExactly(
            "store-all",
            "recompute every 6",
            "recompute every 4",
            "recompute every 3",
            "recompute every 2",
            "recompute every 1",
            "reversible");
    assertThat(spectrum.plans())
        .isSortedAccordingTo((a, b) -> Double.compare(a.flops(), b.flops()));
  }

  private static ReformerConfig deep() {
    return model("model.layers=[local,lsh,local,lsh,local,lsh,local,lsh,local,lsh,local,lsh]");
  }

  @Test
  void choosesTheFastestThatFits() {
    StepPlanner planner = planner(deep(), 1, LENGTH);
    List<StepPlan> plans = planner.spectrum(EVERYTHING).plans();
    List<String> chosen = new ArrayList<>();
    for (StepPlan plan : plans) {
      long needed = plan.memory().needed();
      MemorySpectrum tight = new MemorySpectrum(plans, needed);
      assertThat(tight.choice().orElseThrow().memory().needed()).isLessThanOrEqualTo(needed);
      assertThat(tight.choice().orElseThrow().flops()).isLessThanOrEqualTo(plan.flops());
      chosen.add(tight.choice().orElseThrow().name());
    }
    assertThat(chosen).startsWith("store-all", "recompute every 6").endsWith("reversible");
    MemorySpectrum none =
        new MemorySpectrum(plans, plans.get(plans.size() - 1).memory().needed() - 1);
    assertThat(none.choice()).isEmpty();
    assertThat(none.smallest().name()).isEqualTo("reversible");
  }

  /** Most bytes of buffers in use at once, for each token. */
  private static double bytesPerToken(int layers, int length) {
    String kinds = String.join(",", Collections.nCopies(layers / 2, "local,lsh"));
    ReformerConfig model =
        model(
            "model.layers=[" + kinds + "]",
            "model.position.max-length=" + length,
            "model.position.axial-shape=[" + length / 128 + ",128]");
    MemoryConfig memory = strategy(MemoryStrategyKind.REVERSIBLE, 1);
    try (TrainingStep step = new TrainingStep(model, memory, new PlanKernels(Float.BYTES))) {
      step.gradients(new BatchShape(1, length).padded(), new PlanRandomness());
      return (double) step.arena().peakBytes() / length;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16_384, 65_536, 1_048_576})
  void longSequencesNeedAtMostNineKibibytesAToken(int length) {
    assertThat(bytesPerToken(6, length)).isBetween(16.0 * 256, 9.0 * 1024);
  }

  /** Only hash orders grow: 2 bytes for every head, hash round and LSH layer; 3 % in all. */
  @Test
  void depthAddsHashOrdersOnly() {
    double shallow = bytesPerToken(2, 16_384);
    double deep = bytesPerToken(48, 16_384);
    assertThat(deep - shallow).isCloseTo(23 * 4 * Short.BYTES, within(8.0));
    assertThat(deep / shallow).isLessThan(1.03);
  }
}
