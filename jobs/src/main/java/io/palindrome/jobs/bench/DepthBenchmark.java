package io.palindrome.jobs.bench;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.bench.TimedSteps.Timed;
import io.palindrome.jobs.command.ProcessMemory;
import io.palindrome.pipeline.token.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The memory of a training step at several depths, under both extreme memory strategies. */
public final class DepthBenchmark {
  /** Numbers of layers that are measured where nothing else is asked for. */
  public static final List<Integer> DEPTHS = List.of(2, 6, 12, 24);

  private static final List<MemoryStrategyKind> STRATEGIES =
      List.of(MemoryStrategyKind.STORE_ALL, MemoryStrategyKind.REVERSIBLE);

  private DepthBenchmark() {}

  /**
   * One depth under one strategy.
   *
   * @param strategy as a configuration names it
   * @param peakBytes most bytes of activations, their gradients and scratch at once in a step
   * @param residentBytes of the process after the steps: parameters, Java and ND4J included
   */
  public record DepthPoint(
      String strategy, int layers, long peakBytes, long residentBytes, double seconds) {}

  /** Measures {@code steps} steps at each depth; the layers of the configuration repeat. */
  public static List<DepthPoint> measure(
      RunConfig config, int length, List<Integer> depths, int steps, Consumer<DepthPoint> told) {
    int[] tokens = BenchTokens.drawn(Tokenizer.of(config.tokenizer()), length);
    ReformerConfig model = BenchModel.of(config, length);
    List<DepthPoint> points = new ArrayList<>();
    for (MemoryStrategyKind strategy : STRATEGIES) {
      for (int depth : depths) {
        MemoryConfig memory = new MemoryConfig(strategy, config.train().memory().recomputeEvery());
        DepthPoint point =
            measure(config, BenchModel.withDepth(model, depth), memory, tokens, steps);
        told.accept(point);
        points.add(point);
      }
    }
    return points;
  }

  private static DepthPoint measure(
      RunConfig config, ReformerConfig model, MemoryConfig memory, int[] tokens, int steps) {
    try (TimedSteps timed = new TimedSteps(config, model, memory, tokens)) {
      long peak = 0;
      double seconds = Double.MAX_VALUE;
      for (int i = 0; i < steps; i++) {
        Timed step = timed.next();
        peak = Math.max(peak, step.result().peakBytes());
        seconds = Math.min(seconds, step.seconds());
      }
      int layers = model.layers().size();
      return new DepthPoint(
          memory.strategyName(), layers, peak, ProcessMemory.residentBytes(), seconds);
    }
  }
}
