package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.bench.DepthBenchmark.DepthPoint;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Memory against depth. */
@Command(
    name = "depth",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Measures a step's peak memory at several depths, store-all against reversible.",
    footer = {
      "",
      "Examples:",
      "  palindrome bench depth --length 4096",
      "  palindrome bench depth --length 16384 --depths 2,6,12,24 --conf conf/profiles/novel.conf"
    })
public final class BenchDepthJob implements Job {
  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "4096",
      description = "tokens of the training example (default: ${DEFAULT-VALUE})")
  private int length;

  @Option(
      names = "--depths",
      paramLabel = "L",
      split = ",",
      description = "numbers of layers (default: 2,6,12,24)")
  private List<Integer> depths = DepthBenchmark.DEPTHS;

  @Option(
      names = "--steps",
      paramLabel = "S",
      defaultValue = "2",
      description = "steps at each depth (default: ${DEFAULT-VALUE})")
  private int steps;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    if (length < 2 || steps < 1 || depths.stream().anyMatch(depth -> depth < 1)) {
      throw new UserException(
          "--length, --steps and --depths must be at least 2, 1 and 1, but are %d, %d and %s"
              .formatted(length, steps, depths));
    }
    RunConfig run = config.read();
    context.console().line("strategy     layers  peak of a step  process");
    List<DepthPoint> points =
        DepthBenchmark.measure(
            run, length, depths, steps, point -> context.console().line(line(point)));
    ObjectNode json = JobContext.json();
    json.put("message", "measured %d depths".formatted(points.size()));
    json.put("length", length);
    json.set("points", JobContext.tree(points));
    return json;
  }

  private static String line(DepthPoint point) {
    return String.format(
        Locale.ROOT,
        "%-12s %6d  %10.1f MiB  %6.0f MiB",
        point.strategy(),
        point.layers(),
        point.peakBytes() / 1048576.0,
        point.residentBytes() / 1048576.0);
  }
}
