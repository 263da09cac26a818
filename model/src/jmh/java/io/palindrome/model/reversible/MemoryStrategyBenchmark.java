package io.palindrome.model.reversible;

import static io.palindrome.conf.AttentionKind.LOCAL;
import static io.palindrome.conf.AttentionKind.LSH;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.StepResult;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.kernel.host.OnAllCores;
import io.palindrome.model.kernel.host.Work;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.plan.BatchShape;
import io.palindrome.model.plan.BufferPlace;
import io.palindrome.model.plan.StepPlanner;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Loss and gradients of 4,096 positions in a network of four layers, d-model 256. */
public class MemoryStrategyBenchmark extends OnAllCores {
  private static final int LENGTH = 4096;
  private static final int VOCABULARY = 258;
  private static final long SEED = 1;

  @Param({"STORE_ALL", "RECOMPUTE", "REVERSIBLE"})
  MemoryStrategyKind strategy;

  private final TrainingBatch batch = batch();
  private TrainingStep step;
  private double flops;

  private static ReformerConfig config() {
    ReformerConfig d = ReformerConfig.DEFAULT;
    return new ReformerConfig(
        VOCABULARY,
        d.dModel(),
        d.heads(),
        d.dHead(),
        List.of(LOCAL, LSH, LOCAL, LSH),
        d.causal(),
        d.hiddenDropout(),
        d.layerNormEpsilon(),
        d.headChunkRows(),
        0,
        d.position(),
        d.lsh(),
        d.local(),
        d.full(),
        d.feedForward());
  }

  private static TrainingBatch batch() {
    int[] tokens = new int[LENGTH];
    Arrays.setAll(tokens, i -> i * 7 % VOCABULARY);
    return new TrainingBatch(1, LENGTH, tokens, tokens);
  }

  @Setup
  public void allocate() {
    ReformerConfig config = config();
    MemoryConfig memory = new MemoryConfig(strategy, 2);
    flops =
        new StepPlanner(
                config, OptimizerConfig.DEFAULT, new BatchShape(1, LENGTH), BufferPlace.HEAP)
            .plan(memory, Runtime.getRuntime().maxMemory())
            .flops();
    step =
        new TrainingStep(
            config, memory, new HostKernels(Runtime.getRuntime().availableProcessors()));
    try (INDArray parameters = HostArrays.vector(ParameterInitializer.initialize(config, SEED))) {
      step.loadParameters(parameters);
    }
  }

  @TearDown
  public void close() {
    step.close();
  }

  @Benchmark
  public StepResult gradients(Work work) {
    work.flops += flops;
    return step.gradients(batch, new CounterRandomness(new StepKey(SEED, 0, 0)));
  }
}
