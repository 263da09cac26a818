package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.bench.TimedSteps.Timed;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.ProcessMemory;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.device.DeviceChoice;
import io.palindrome.jobs.planning.RunPlanner;
import io.palindrome.model.plan.BatchShape;
import io.palindrome.model.plan.StepPlan;
import io.palindrome.pipeline.token.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One configuration's step: speed, memory, and what fraction of the machine it uses. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Measures whole training steps (forward, backward, update) of one configuration,",
      "and evaluations of the same tokens."
    },
    footer = {
      "",
      "Examples:",
      "  palindrome bench step --length 16384 --json",
      "  palindrome bench step --length 65536 --conf conf/profiles/novel.conf"
          + " --set model.lsh.hash-rounds=4",
      "  palindrome bench step --document book.txt --warm-ups 0 --repeats 1"
    })
public final class BenchStepJob implements Job {
  private static final int MOST_WARM_UPS = 8;

  /** A step is steady when it is at most this much faster than the one before. */
  private static final double STEADY = 0.97;

  @Option(names = "--length", paramLabel = "N", description = "tokens of the training example")
  private Integer length;

  @Option(
      names = "--document",
      paramLabel = "FILE",
      description = "a whole text file as ONE training example, instead of --length")
  private Path document;

  @Option(
      names = "--repeats",
      paramLabel = "R",
      defaultValue = "3",
      description = "measured steps; the median counts (default: ${DEFAULT-VALUE})")
  private int repeats;

  @Option(
      names = "--warm-ups",
      paramLabel = "W",
      defaultValue = "" + MOST_WARM_UPS,
      description = "steps before that at most, until they are steady (default: ${DEFAULT-VALUE})")
  private int warmUps;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    check();
    RunConfig run = config.read();
    Tokenizer tokenizer = Tokenizer.of(run.tokenizer());
    int[] tokens =
        document == null
            ? BenchTokens.drawn(tokenizer, length)
            : BenchTokens.document(tokenizer, document);
    ReformerConfig model = BenchModel.of(run, tokens.length);
    Console console = context.console();
    console.line(
        String.format(
            Locale.ROOT,
            "a step of %,d tokens: %d layers, d_model %d, %d heads of %d, d_ff %d",
            tokens.length,
            model.layers().size(),
            model.dModel(),
            model.heads(),
            model.dHead(),
            model.feedForward().dFeedForward()));
    DeviceChoice.of(run.runtime()).untoldFallback().ifPresent(console::line);
    StepPlan plan = plan(run.withModel(model), tokens.length);
    try (TimedSteps steps = new TimedSteps(run, model, plan.strategy(), tokens)) {
      warmUp(steps, console);
      StepMeasurement measurement = measure(steps, plan.flops(), tokens.length, console);
      measurement.lines().forEach(console::line);
      return measurement.json(steps.parameterCount());
    }
  }

  private StepMeasurement measure(TimedSteps steps, double flops, int tokens, Console console) {
    List<Timed> timed = new ArrayList<>();
    List<MachinePeak> peaks = new ArrayList<>();
    long resident = 0;
    for (int i = 0; i < repeats; i++) {
      timed.add(steps.next());
      console.line(line("step", timed.get(i)));
      if (i == 0) {
        resident = ProcessMemory.peakResidentBytes();
      }
      peaks.add(MachinePeak.measure(steps.kernels()));
    }
    return StepMeasurement.of(flops, tokens, timed, evaluate(steps), resident, peaks);
  }

  private static StepPlan plan(RunConfig run, int length) {
    return RunPlanner.inThisProcess(run, new BatchShape(1, length)).plan(run.train().memory());
  }

  private void check() {
    if ((length == null) == (document == null)) {
      throw new UserException(
          "Cannot run bench step: it needs --length or --document, and not both; give one of them");
    }
    if (length != null && length < 2) {
      throw new UserException("--length must be 2 or more, but is " + length);
    }
    if (repeats < 1) {
      throw new UserException("--repeats must be 1 or more, but is " + repeats);
    }
  }

  private void warmUp(TimedSteps steps, Console console) {
    double before = Double.MAX_VALUE;
    for (int i = 0; i < warmUps; i++) {
      Timed warm = steps.next();
      console.line(line("warm-up", warm));
      if (warm.seconds() > before * STEADY) {
        return;
      }
      before = warm.seconds();
    }
  }

  /** As many evaluations as steps, after one that compiles what steps do not use. */
  private double[] evaluate(TimedSteps steps) {
    if (warmUps > 0) {
      steps.evaluate();
    }
    double[] seconds = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      seconds[i] = steps.evaluate();
    }
    return seconds;
  }

  private static String line(String kind, Timed step) {
    return String.format(
        Locale.ROOT, "  %-8s %8.3f s  loss %.4f", kind, step.seconds(), step.result().loss());
  }
}
