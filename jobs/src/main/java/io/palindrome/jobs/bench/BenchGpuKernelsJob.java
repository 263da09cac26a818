package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.PrecisionKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.model.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every operation of a step by itself: its time, and what it moves and multiplies. */
@Command(
    name = "gpu-kernels",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Times the operations of a training step one by one, at the sizes of two networks, and counts",
      "the bytes and multiply-adds of each. What they are held to is measured by",
      "benchmarks/gpu/verify.sh; 'bench kernels' is for the CPU's."
    },
    footer = {
      "",
      "Examples:",
      "  palindrome bench gpu-kernels --precisions float32,tf32,bf16 --set runtime.device=cuda --json"
    })
public final class BenchGpuKernelsJob implements Job {
  private static final double MILLIS = 1e3;
  private static final int SHORTEST = 512;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "16384",
      description = "positions, a multiple of 512 (default: ${DEFAULT-VALUE})")
  private int length;

  @Option(
      names = "--precisions",
      split = ",",
      paramLabel = "NAME",
      description = "of products, one after the other (default: train.precision)")
  private List<PrecisionKind> precisions = new ArrayList<>();

  @Option(
      names = "--batch-milliseconds",
      paramLabel = "MS",
      defaultValue = "10",
      description = "that calls are repeated at least, five times (default: ${DEFAULT-VALUE})")
  private double batchMilliseconds;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    if (length < SHORTEST || length % SHORTEST != 0) {
      throw new UserException(
          "--length must be a positive multiple of %d, but is %d".formatted(SHORTEST, length));
    }
    RunConfig run = config.read();
    ObjectNode json = JobContext.json();
    json.put("length", length);
    ArrayNode rows = json.putArray("kernels");
    List<PrecisionKind> chosen =
        precisions.isEmpty() ? List.of(run.train().precision()) : precisions;
    for (PrecisionKind precision : chosen) {
      try (Kernels kernels = WorkerKernels.create(run.runtime(), precision, DataType.FLOAT)) {
        boolean first = precision == chosen.get(0);
        for (KernelSizes sizes : KernelSizes.both(length)) {
          measure(kernels, sizes, precision, first, rows, context.console());
        }
      }
    }
    return json;
  }

  /** Operations without products are those of the first precision. */
  private void measure(
      Kernels kernels,
      KernelSizes sizes,
      PrecisionKind precision,
      boolean all,
      ArrayNode rows,
      Console console) {
    KernelTimer timer = new KernelTimer(batchMilliseconds / MILLIS);
    try (KernelOperands operands = new KernelOperands(kernels)) {
      List<KernelCase> cases = new ArrayList<>();
      cases.addAll(new ProductKernelCases(operands, sizes).all());
      cases.addAll(new AttentionKernelCases(operands, sizes).attention());
      if (all) {
        cases.addAll(new AttentionKernelCases(operands, sizes).hashing());
        cases.addAll(new RowKernelCases(operands, sizes).all());
      }
      for (KernelCase one : cases) {
        KernelTimer.Measured time = timer.measure(one.call(), operands::await);
        String format = precision.name().toLowerCase(Locale.ROOT);
        rows.add(json(one, sizes.name(), format, time));
        console.line(line(one, sizes.name(), format, time));
      }
    }
  }

  private static ObjectNode json(
      KernelCase one, String sizes, String precision, KernelTimer.Measured time) {
    ObjectNode json = JobContext.json();
    json.put("name", one.name());
    json.put("sizes", sizes);
    json.put("precision", precision);
    json.put("bytes", one.bytes());
    json.put("flops", 2 * one.multiplyAdds());
    json.put("seconds", time.median());
    json.put("least", time.least());
    json.put("most", time.most());
    json.put("calls", time.calls());
    return json;
  }

  private static String line(
      KernelCase one, String sizes, String precision, KernelTimer.Measured time) {
    return String.format(
        Locale.ROOT,
        "%-8s %-42s %-7s %10.3f ms  %8.1f GB/s  %9.1f GFLOP/s",
        sizes,
        one.name(),
        precision,
        time.median() * MILLIS,
        one.bytes() / time.median() / 1e9,
        2 * one.multiplyAdds() / time.median() / 1e9);
  }
}
