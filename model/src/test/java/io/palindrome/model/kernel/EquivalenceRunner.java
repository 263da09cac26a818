package io.palindrome.model.kernel;

import io.palindrome.model.check.KernelChoice;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Plays every scenario on kernels of choice, and compares with {@link ReferenceKernels}. */
public final class EquivalenceRunner {
  private static final double TOLERANCE = 1e-5;

  private EquivalenceRunner() {}

  /** The kernels of args[0]; exits with 1 if a scenario differs. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Kernels kernels = KernelChoice.of(args[0]).open()) {
      System.exit(run(kernels, KernelsEquivalenceTest.SCENARIOS, out));
    }
  }

  /** Prints a line for each scenario that differs and one that counts; returns the exit code. */
  static int run(Kernels kernels, List<Scenario> scenarios, PrintStream out) {
    int failed = 0;
    for (Scenario scenario : scenarios) {
      String found = difference(kernels, scenario);
      if (!found.isEmpty()) {
        failed++;
        out.printf(Locale.ROOT, "FAILED %-50s %s%n", scenario, found);
      }
    }
    out.printf(Locale.ROOT, "%d scenarios equal, %d failed%n", scenarios.size() - failed, failed);
    return failed > 0 || scenarios.isEmpty() ? 1 : 0;
  }

  /** What differs; empty where nothing does. */
  private static String difference(Kernels kernels, Scenario scenario) {
    try {
      double worst =
          Deviation.worst(scenario.on(kernels), KernelsEquivalenceTest.expected(scenario));
      double allowed = TOLERANCE * scenario.looseness();
      return worst <= allowed
          ? ""
          : String.format(Locale.ROOT, "differs by %.1e, allowed are %.1e", worst, allowed);
    } catch (RuntimeException e) {
      return e.toString().lines().findFirst().orElse("failed");
    }
  }
}
