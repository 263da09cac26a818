package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.bench.PlanCheck.Smallest;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicted against measured memory. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Compares the memory that plan predicts with what steps use, each in a JVM of its own.",
    footer = {
      "",
      "Measured: live objects after a full collection at the end of the second step, and what the",
      "process's resident memory grew by outside of the heap. With --smallest also the smallest",
      "heap (-Xmx) that two steps survive, by bisection, beside the one that the plan asks for.",
      "",
      "Examples:",
      "  palindrome bench plan",
      "  palindrome bench plan --smallest --json",
      "  palindrome bench plan --points 1,9"
    })
public final class BenchPlanJob implements Job {
  private static final int PERCENT = 100;
  private static final String HEADER =
      "%-68s %10s %10s %6s  %5s %5s  %10s %8s"
          .formatted(
              "step", "predicted", "measured", "ratio", "-Xmx", "least", "resident", "a step");

  @Option(names = "--smallest", description = "look for the smallest heap too; takes longer")
  private boolean smallest;

  @Option(
      names = "--points",
      paramLabel = "I",
      split = ",",
      description = "which of the configurations, counted from 1 (default: all)")
  private List<Integer> chosen = List.of();

  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    List<PlanPoint> all = PlanPoint.all();
    if (chosen.stream().anyMatch(index -> index < 1 || index > all.size())) {
      throw new UserException(
          "--points must be between 1 and %d, but is %s".formatted(all.size(), chosen));
    }
    context.console().line(HEADER);
    List<PlanCheck> checks = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (chosen.isEmpty() || chosen.contains(i + 1)) {
        PlanCheck check = PlanCheck.of(all.get(i), smallest ? Smallest.SOUGHT : Smallest.LEFT_OUT);
        context.console().line(check.line());
        checks.add(check);
      }
    }
    double worst =
        checks.stream().mapToDouble(check -> Math.abs(check.ratio() - 1)).max().orElse(0);
    String message =
        String.format(
            Locale.ROOT, "%d predictions, at most %.1f %% off", checks.size(), worst * PERCENT);
    context.console().line(message);
    ObjectNode json = JobContext.json();
    json.put("message", message);
    json.put("worstDeviation", worst);
    json.set("checks", JobContext.tree(checks));
    return json;
  }
}
