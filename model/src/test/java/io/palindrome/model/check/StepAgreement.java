package io.palindrome.model.check;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Kernels;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Gradients of one step, on kernels of choice: reversible against store-all, and once against once
 * more. A network of eight layers, local and hashed attention in turn, with dropout.
 */
public final class StepAgreement {
  private static final int LAYERS = 8;
  private static final double DROPOUT = 0.1;
  private static final double INITIAL = 0.1;

  /** Of the largest gradient; rounding in float32 through eight reversed layers stays below it. */
  private static final double TOLERANCE = 1e-4;

  private StepAgreement() {}

  /** The kernels of args[0]; exits with 1 if gradients differ. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(KernelChoice.of(args[0]), out));
  }

  /** Prints a line for each comparison; returns the exit code. */
  static int run(KernelChoice kernels, PrintStream out) {
    double[] reversible = gradients(kernels, MemoryStrategyKind.REVERSIBLE);
    double[] stored = gradients(kernels, MemoryStrategyKind.STORE_ALL);
    double worst = worst(reversible, stored);
    boolean agree = worst <= TOLERANCE;
    line(out, agree, "reversible against store-all", ofLargest(worst));
    boolean same = Arrays.equals(reversible, gradients(kernels, MemoryStrategyKind.REVERSIBLE));
    line(out, same, "two runs", same ? "bit-equal" : "differ");
    return agree && same ? 0 : 1;
  }

  /** The largest difference, as a part of the largest expected element; infinite where one is. */
  static double worst(double[] actual, double[] expected) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      double one = Math.abs(actual[i] - expected[i]);
      difference = Math.max(difference, Double.isFinite(one) ? one : Double.POSITIVE_INFINITY);
    }
    return largest == 0 ? Double.POSITIVE_INFINITY : difference / largest;
  }

  private static double[] gradients(KernelChoice choice, MemoryStrategyKind strategy) {
    List<AttentionKind> kinds =
        Collections.nCopies(LAYERS / 2, List.of(AttentionKind.LOCAL, AttentionKind.LSH)).stream()
            .flatMap(List::stream)
            .toList();
    ReformerConfig config = TinyNetwork.config(kinds, PositionKind.AXIAL, DROPOUT);
    int length = TinyNetwork.LENGTH;
    int[] tokens = new int[TinyNetwork.BATCH * length];
    Arrays.setAll(tokens, i -> i * 7 % config.vocabularySize());
    TrainingBatch batch = new TrainingBatch(TinyNetwork.BATCH, length, tokens, tokens);
    Kernels kernels = choice.open();
    try (TrainingStep step = new TrainingStep(config, new MemoryConfig(strategy, 1), kernels)) {
      int count = Math.toIntExact(step.parameters().length());
      step.parameters().write(0, TinyNetwork.normals(1, count, INITIAL));
      step.gradients(batch, new CounterRandomness(new StepKey(1, 0, 0)));
      return step.gradients().read(0, count);
    }
  }

  private static String ofLargest(double difference) {
    return String.format(Locale.ROOT, "%.1e of the largest gradient", difference);
  }

  private static void line(PrintStream out, boolean passed, String name, String found) {
    out.printf(Locale.ROOT, "%s %-30s %s%n", passed ? "ok    " : "FAILED", name, found);
  }
}
