package io.palindrome.model.plan;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.LocalSteps;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.cuda.CudaKernels;
import io.palindrome.model.kernel.cuda.DeviceLimits;
import io.palindrome.model.kernel.cuda.PlanDevice;
import io.palindrome.model.optimizer.Optimizer;

/**
 * What the kernels of a GPU allocate for the local steps of one worker.
 *
 * @param all bytes of everything at once: vectors, optimizer state, the arena and kernels' scratch
 * @param scratch the part that neither is a vector nor lies in the arena
 */
record DeviceMemory(long all, long scratch) {
  /** Makes a step on a {@link PlanDevice} of those limits. */
  static DeviceMemory of(StepPlanner planner, MemoryConfig memory, DeviceLimits limits) {
    PlanDevice device = new PlanDevice(limits);
    CudaKernels kernels = new CudaKernels(device, planner.precision());
    try (TrainingStep step = new TrainingStep(planner.model(), memory, kernels)) {
      Optimizer chosen = Optimizer.of(planner.optimizer(), step.reformer().layout());
      try (LocalSteps steps = new LocalSteps(step, chosen, planner.optimizer().clipNorm())) {
        TrainingBatch batch = planner.shape().padded();
        steps.next(batch, new CounterRandomness(new StepKey(0, 0, 0)), 1, 0);
        long vectors = 2 * step.parameters().length() + chosen.stateLength();
        long known = vectors * Float.BYTES + step.arena().heldBytes();
        return new DeviceMemory(device.peakBytes(), device.peakBytes() - known);
      }
    }
  }
}
