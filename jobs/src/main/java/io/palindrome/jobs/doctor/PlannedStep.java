package io.palindrome.jobs.doctor;

import io.palindrome.conf.BatchConfig;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.device.Diagnosis;
import io.palindrome.jobs.planning.Bytes;
import io.palindrome.jobs.planning.ExecutorHeap;
import io.palindrome.jobs.planning.GpuMemory;
import io.palindrome.model.kernel.cuda.driver.GpuDevice;
import io.palindrome.model.plan.BatchShape;
import io.palindrome.model.plan.BufferPlace;
import io.palindrome.model.plan.StepPlan;
import io.palindrome.model.plan.StepPlanner;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of the configuration's longest step, beside what there is.
 *
 * @param plan of the configured strategy; of {@code auto} the one that needs least
 * @param available bytes of an executor's heap that are left for a step
 */
record PlannedStep(
    RunConfig config, boolean onGpu, List<GpuDevice> gpus, StepPlan plan, long available) {
  static PlannedStep of(RunConfig config, boolean onGpu, List<GpuDevice> gpus) {
    BatchConfig batch = config.train().batch();
    int length = batch.length() == 0 ? config.model().position().maxLength() : batch.length();
    StepPlanner planner =
        new StepPlanner(
            config.model(),
            config.train().optimizer(),
            new BatchShape(batch.size(), length),
            onGpu ? BufferPlace.DEVICE : BufferPlace.HEAP,
            config.train().precision());
    MemoryConfig memory = config.train().memory();
    boolean chooses = memory.strategy() == MemoryStrategyKind.AUTO;
    long bytes = memory.limit() == 0 ? config.runtime().executorMemory() : memory.limit();
    ExecutorHeap heap = new ExecutorHeap(bytes, 1);
    MemoryConfig exact =
        chooses ? new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 1, memory.limit()) : memory;
    return new PlannedStep(config, onGpu, gpus, planner.plan(exact), heap.forStep(planner));
  }

  /** Java's heap of an executor. */
  List<Diagnosis> heap() {
    if (onGpu) {
      return List.of();
    }
    String found =
        "%s for a step, of %s"
            .formatted(Bytes.text(available), Bytes.text(config.runtime().executorMemory()));
    return List.of(
        plan.memory().fits(available)
            ? Diagnosis.ok("executor heap", found, needed(plan.memory().needed()))
            : Diagnosis.failed(
                "executor heap",
                found,
                needed(plan.memory().needed()),
                "see palindrome plan;"
                    + " raise runtime.executor-memory, or lower train.batch.length"));
  }

  private String needed(long bytes) {
    return "%s, %s with %d x %,d tokens"
        .formatted(
            Bytes.text(bytes),
            plan.name(),
            config.train().batch().size(),
            config.train().batch().length() == 0
                ? config.model().position().maxLength()
                : config.train().batch().length());
  }

  /** Free memory of each GPU. */
  List<Diagnosis> device() {
    List<Diagnosis> all = new ArrayList<>();
    long needed = GpuMemory.with(plan.memory().offHeap());
    for (GpuDevice gpu : gpus) {
      all.add(device(gpu, needed));
    }
    return all;
  }

  private Diagnosis device(GpuDevice gpu, long bytes) {
    String subject = "memory of gpu " + gpu.ordinal();
    if (gpu.freeBytes().isEmpty()) {
      return Diagnosis.warning(
          subject,
          Bytes.text(gpu.totalBytes()) + ", free bytes unknown",
          needed(bytes),
          "libnvidia-ml.so.1 would tell; in a container it comes with the capability utility");
    }
    long free = gpu.freeBytes().getAsLong();
    String found = "%s free of %s".formatted(Bytes.text(free), Bytes.text(gpu.totalBytes()));
    return free >= bytes
        ? Diagnosis.ok(subject, found, needed(bytes))
        : Diagnosis.failed(
            subject,
            found,
            needed(bytes),
            "end what else runs on it (nvidia-smi shows it), or lower train.batch.length or"
                + " train.batch.size");
  }
}
