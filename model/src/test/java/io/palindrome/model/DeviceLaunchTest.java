package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.cuda.CudaKernels;
import io.palindrome.model.kernel.cuda.PlanDevice;
import io.palindrome.model.optimizer.Optimizer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a step asks of the host of a GPU: launches, waits and garbage, on a device on which nothing
 * runs. A launch costs the host some 3 microseconds.
 */
class DeviceLaunchTest {
  private static final int LENGTH = 16_384;
  private static final int STEPS = 60;
  private static final long MOST_BYTES = 1_000_000;

  private static ReformerConfig model() {
    return ConfigFile.defaults(
            List.of(
                "model.d-model=256",
                "model.heads=4",
                "model.d-head=64",
                "model.layers=[local, lsh, local, lsh, local, lsh]",
                "model.feed-forward.d-feed-forward=1024",
                "model.lsh.hash-rounds=4",
                "model.position.max-length=" + LENGTH,
                "model.position.axial-shape=[128,128]",
                "model.position.axial-widths=[64,192]"))
        .model()
        .forVocabulary(16_384, 0);
  }

  private record Asked(long launches, long products, long waits, long garbage) {}

  /** The last step's launches, and the least garbage of all. */
  private static Asked steps(int count) {
    PlanDevice device = new PlanDevice(PlanDevice.LARGE);
    int[] tokens = new int[LENGTH];
    Arrays.setAll(tokens, i -> i % 1000 + 1);
    TrainingBatch batch = new TrainingBatch(1, LENGTH, tokens, tokens);
    MemoryConfig memory = new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    try (TrainingStep step = new TrainingStep(model(), memory, new CudaKernels(device))) {
      step.use(ReconstructionProbe.OMIT);
      Optimizer optimizer = Optimizer.of(OptimizerConfig.DEFAULT, step.reformer().layout());
      long least = Long.MAX_VALUE;
      Asked last = null;
      try (LocalSteps local = new LocalSteps(step, optimizer, 1)) {
        for (int i = 0; i < count; i++) {
          long launches = device.launches();
          long products = device.products();
          long waits = device.waits();
          long bytes = threads.getThreadAllocatedBytes(thread);
          local.next(batch, new CounterRandomness(new StepKey(1, 2, i)), i + 1, 1e-3);
          least = Math.min(least, threads.getThreadAllocatedBytes(thread) - bytes);
          last =
              new Asked(
                  device.launches() - launches,
                  device.products() - products,
                  device.waits() - waits,
                  least);
        }
        return last;
      }
    }
  }

  /** The loss, and the norm of the gradients. */
  @Test
  void aStepWaitsTwiceAndLaunchesLittle() {
    Asked asked = steps(STEPS);
    assertThat(asked.waits()).isEqualTo(2);
    assertThat(asked.launches()).isBetween(1L, 1300L);
    assertThat(asked.products()).isBetween(1L, 400L);
  }

  /** Boxed arguments alone would be twice as much. */
  @Test
  void aStepLeavesLittleGarbage() {
    Asked asked = steps(STEPS);
    assertThat(asked.garbage()).as(asked.toString()).isLessThan(MOST_BYTES);
  }
}
