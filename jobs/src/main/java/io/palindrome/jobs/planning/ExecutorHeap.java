package io.palindrome.jobs.planning;

import io.palindrome.model.plan.StepMemory;
import io.palindrome.model.plan.StepPlanner;

/**
 * Java's heap of one executor.
 *
 * @param bytes that it may grow to
 * @param tasks steps that run in it at the same time
 */
public record ExecutorHeap(long bytes, int tasks) implements StepRoom {
  /** What Spark sets aside for itself (its reserved system memory), in bytes. */
  private static final long SPARK = 300L << 20;

  /** One part of so many is left to the collector: large arrays are not moved, and need holes. */
  private static final int COLLECTOR_PART = 10;

  /** Parameters and optimizer state as they came and as they go back, in a task. */
  private static final int COPIES_IN_A_TASK = 2;

  @Override
  public long forStep(StepPlanner planner) {
    long share =
        (bytes - bytes / COLLECTOR_PART - SPARK) / tasks - COPIES_IN_A_TASK * planner.vectorBytes();
    return Math.max(0, share);
  }

  @Override
  public long takenBy(StepMemory step) {
    return step.heap();
  }

  @Override
  public String place() {
    return "in the heap";
  }

  @Override
  public String text() {
    return "a heap of " + Bytes.text(bytes);
  }
}
