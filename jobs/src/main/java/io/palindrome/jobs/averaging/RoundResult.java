package io.palindrome.jobs.averaging;

import io.palindrome.jobs.averaging.mean.StepReport;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an averaging round measured.
 *
 * @param round its number, counted from 0
 * @param after where the run is after it
 * @param learningRate of the round's last step
 * @param workers what each logical worker measured, in their order
 * @param nanos time of the whole round, as the driver sees it
 */
public record RoundResult(
    long round, TrainerState after, double learningRate, List<WorkerReport> workers, long nanos) {
  public RoundResult {
    workers = List.copyOf(workers);
  }

  /**
   * Mean loss in nats of all labels that the round trained on, before each update; NaN where there
   * are none.
   */
  public double loss() {
    return WorkerReport.meanLoss(workers);
  }

  private Stream<StepReport> steps() {
    return workers.stream().flatMap(worker -> worker.steps().stream());
  }

  /** Steps that changed nothing, because their loss or gradient norm was no finite number. */
  public int skippedSteps() {
    return workers.stream().mapToInt(WorkerReport::skippedSteps).sum();
  }

  /** Labels that the round trained on. */
  public long tokens() {
    return workers.stream().mapToLong(WorkerReport::tokens).sum();
  }

  /** Labels a second, over the whole round. */
  public double tokensPerSecond() {
    return tokens() * 1e9 / Math.max(1, nanos);
  }

  /** Largest finite L2 norm of a step's gradients, before clipping. */
  public double largestGradientNorm() {
    return steps()
        .mapToDouble(StepReport::gradientNorm)
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  /** Mean L2 norm of the gradients of the steps that were not skipped, before clipping. */
  public double meanGradientNorm() {
    return steps()
        .filter(step -> !step.skipped())
        .mapToDouble(StepReport::gradientNorm)
        .average()
        .orElse(Double.NaN);
  }

  /** Largest reconstruction error of the round; NaN where nothing was rebuilt. */
  public double reconstructionError() {
    return steps()
        .mapToDouble(StepReport::reconstructionError)
        .filter(error -> !Double.isNaN(error))
        .max()
        .orElse(Double.NaN);
  }

  /** Most bytes of activations and scratch that a step used at once. */
  public long activationBytes() {
    return steps().mapToLong(StepReport::activationBytes).max().orElse(0);
  }

  /** Most bytes that an executor's process ever had in memory; -1 where unknown. */
  public long residentBytes() {
    return workers.stream().mapToLong(WorkerReport::residentBytes).max().orElse(-1);
  }

  /** Most bytes in use in the Java heap of an executor's process at the end of its task. */
  public long heapBytes() {
    return workers.stream().mapToLong(WorkerReport::heapBytes).max().orElse(0);
  }

  /**
   * Share of the round that its slowest worker spent in steps: the rest is Spark, reading, means.
   */
  public double trainingShare() {
    long slowest = workers.stream().mapToLong(WorkerReport::trainNanos).max().orElse(0);
    return (double) slowest / Math.max(1, nanos);
  }
}
