package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.palindrome.conf.Activation;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DuplicateKeys;
import io.palindrome.conf.FeedForwardConfig;
import io.palindrome.conf.FeedForwardKind;
import io.palindrome.conf.FullConfig;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.OtherJvm;
import io.palindrome.model.kernel.host.HostKernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Once its code is compiled, a step leaves the garbage collector next to nothing: no vector is
 * boxed and no scratch is made anew. Code that is not compiled yet boxes every vector, so steps are
 * made until one stays below the limit; they are made in a JVM of their own, as an executor's are,
 * for the compiler's view of the kernels is of all that has run before.
 */
class StepGarbageTest {
  private static final int LENGTH = 4096;
  private static final int MOST_STEPS = 150;

  /** A boxed vector for every 64 scores of a head alone would be 20 MB. */
  private static final long MOST_BYTES = 2_000_000;

  private static final String LEAST = "least: ";

  private static ReformerConfig config() {
    return new ReformerConfig(
        50,
        64,
        2,
        32,
        List.of(AttentionKind.LOCAL, AttentionKind.LSH),
        true,
        0,
        1e-12,
        0,
        0,
        new PositionConfig(PositionKind.AXIAL, LENGTH, List.of(64, 64), List.of(32, 32)),
        new LshConfig(2, List.of(), 64, 1, 0, 0, 0, false, DuplicateKeys.COUNTED),
        new LocalConfig(64, 1, 0, 0, 0),
        FullConfig.DEFAULT,
        new FeedForwardConfig(FeedForwardKind.PLAIN, 128, Activation.RELU, 0));
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] ids =
        Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(info -> info != null && info.getThreadName().startsWith("palindrome-kernel"))
            .mapToLong(info -> info.getThreadId())
            .toArray();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId())
        + Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
  }

  /** Prints the least that a step of a JVM of its own has allocated, and of how many steps. */
  static final class Steps {
    private Steps() {}

    public static void main(String[] arguments) {
      try (TrainingStep step =
          new TrainingStep(
              config(), new MemoryConfig(MemoryStrategyKind.REVERSIBLE, 1), new HostKernels(2))) {
        int count = Math.toIntExact(step.parameters().length());
        step.parameters().write(0, TinyNetwork.normals(1, count, 0.2));
        int[] tokens = new int[LENGTH];
        Arrays.setAll(tokens, i -> i * i % 47);
        TrainingBatch batch = new TrainingBatch(1, LENGTH, tokens, tokens);
        long least = Long.MAX_VALUE;
        int steps = 0;
        while (steps < MOST_STEPS && least > MOST_BYTES) {
          long before = allocatedBytes();
          step.gradients(batch, new CounterRandomness(new StepKey(1, 2, 3)));
          least = Math.min(least, allocatedBytes() - before);
          steps++;
        }
        System.out.println(LEAST + least + " bytes, of " + steps + " steps");
      }
    }
  }

  @Test
  void aCompiledStepAllocatesNextToNothing() throws IOException {
    OtherJvm run = OtherJvm.run(Steps.class, List.of(OtherJvm.VECTORS));
    assertThat(run.exitCode()).as(run.output()).isZero();
    Matcher least = Pattern.compile(LEAST + "(\\d+) bytes").matcher(run.output());
    assertThat(least.find()).as(run.output()).isTrue();
    assertThat(Long.parseLong(least.group(1))).as(run.output()).isLessThanOrEqualTo(MOST_BYTES);
  }
}
