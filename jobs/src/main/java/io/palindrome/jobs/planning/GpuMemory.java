package io.palindrome.jobs.planning;

import io.palindrome.conf.UserException;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.model.plan.StepMemory;
import io.palindrome.model.plan.StepPlanner;

/**
 * Memory of one GPU.
 *
 * @param bytes of it; 0 where nobody knows
 * @param tasks steps that are made on it at the same time
 */
public record GpuMemory(long bytes, int tasks) implements StepRoom {
  /** What a context, loaded kernels and the workspace of cuBLAS take beside a step. */
  private static final long OF_CONTEXT = 1L << 30;

  /** What is free on the fullest GPU that a process sees, or all of it where nobody tells. */
  public static long least(GpuNode node) {
    return node.devices().stream()
        .mapToLong(gpu -> gpu.freeBytes().orElse(gpu.totalBytes()))
        .min()
        .orElse(0);
  }

  /** Bytes that a GPU must have for a step of so many. */
  public static long with(long step) {
    return step + OF_CONTEXT;
  }

  @Override
  public long forStep(StepPlanner planner) {
    if (bytes == 0) {
      throw new UserException(
          "Cannot choose a memory strategy: this machine has no GPU, so the memory of the nodes'"
              + " GPUs is unknown; set train.memory.limit to it, such as 80g (palindrome plan:"
              + " --memory)");
    }
    return Math.max(0, (bytes - OF_CONTEXT) / tasks);
  }

  @Override
  public long takenBy(StepMemory step) {
    return step.offHeap();
  }

  @Override
  public String place() {
    return "on the GPU";
  }

  @Override
  public String text() {
    return "a GPU's memory of " + Bytes.text(bytes);
  }
}
