package io.palindrome.jobs.planning;

import io.palindrome.conf.DeviceKind;
import io.palindrome.conf.KernelKind;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.model.plan.BatchShape;
import io.palindrome.model.plan.BufferPlace;
import io.palindrome.model.plan.MemorySpectrum;
import io.palindrome.model.plan.StepPlan;
import io.palindrome.model.plan.StepPlanner;

/** The memory strategies that a run's steps can choose from. */
public record RunPlanner(StepPlanner steps, StepRoom room) {
  /**
   * A planner of the steps of a run.
   *
   * @param config complete: {@code model} has its vocabulary size and pad token
   * @param shape of the longest batch
   */
  public static RunPlanner of(RunConfig config, BatchShape shape, StepRoom room) {
    StepPlanner steps =
        new StepPlanner(
            config.model(),
            config.train().optimizer(),
            shape,
            place(config.runtime()),
            config.train().precision());
    return new RunPlanner(steps, room);
  }

  /** Whether steps are planned for GPUs, which can be done where there is none. */
  public static boolean areOnGpu(RuntimeConfig runtime) {
    boolean asked = runtime.device() == DeviceKind.CUDA && runtime.kernels() != KernelKind.ND4J;
    return asked || WorkerKernels.areCuda(runtime);
  }

  private static BufferPlace place(RuntimeConfig runtime) {
    if (areOnGpu(runtime)) {
      return BufferPlace.DEVICE;
    }
    return WorkerKernels.areOnHeap(runtime) ? BufferPlace.HEAP : BufferPlace.OFF_HEAP;
  }

  /**
   * A planner of steps that are made in this process, one at a time, in the memory that {@code
   * train.memory.limit} names or, without it, the process has.
   */
  public static RunPlanner inThisProcess(RunConfig config, BatchShape shape) {
    long limit = config.train().memory().limit();
    StepRoom room;
    if (areOnGpu(config.runtime())) {
      room = new GpuMemory(limit == 0 ? GpuMemory.least(GpuNode.ofThisProcess()) : limit, 1);
    } else {
      room = new ExecutorHeap(limit == 0 ? Runtime.getRuntime().maxMemory() : limit, 1);
    }
    return of(config, shape, room);
  }

  /** The plan of one strategy, or of the one that {@code auto} stands for. */
  public StepPlan plan(MemoryConfig strategy) {
    return strategy.strategy() == MemoryStrategyKind.AUTO
        ? choice(spectrum())
        : steps.plan(strategy);
  }

  /** The plans of all strategies. */
  public MemorySpectrum spectrum() {
    return steps.spectrum(room.forStep(steps));
  }

  /**
   * The strategy that computes least of those that fit.
   *
   * @throws UserException if none does; it says what the smallest needs and what to change
   */
  public StepPlan choice(MemorySpectrum spectrum) {
    return spectrum
        .choice()
        .orElseThrow(
            () -> {
              StepPlan smallest = spectrum.smallest();
              BatchShape shape = steps.shape();
              return new UserException(
                  ("Cannot fit a step of %d x %d tokens into %s: %s are left for it, and"
                          + " the smallest strategy, %s, needs %s; use more memory, a shorter"
                          + " train.batch.length or a smaller train.batch.size")
                      .formatted(
                          shape.batch(),
                          shape.length(),
                          room.text(),
                          Bytes.text(spectrum.available()),
                          smallest.name(),
                          Bytes.text(smallest.memory().needed())));
            });
  }
}
