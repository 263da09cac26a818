package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.BatchConfig;
import io.palindrome.conf.ByteSize;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.bench.BenchModel;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.jobs.planning.ExecutorHeap;
import io.palindrome.jobs.planning.GpuMemory;
import io.palindrome.jobs.planning.PlanTable;
import io.palindrome.jobs.planning.RunPlanner;
import io.palindrome.jobs.planning.StepRoom;
import io.palindrome.model.plan.BatchShape;
import io.palindrome.model.plan.MemoryLine;
import io.palindrome.model.plan.MemorySpectrum;
import io.palindrome.model.plan.StepPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a training step would need under every memory strategy. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Predicts memory and computing of a training step under every memory strategy.",
    footer = {
      "",
      "Examples:",
      "  palindrome plan --conf conf/profiles/novel.conf",
      "  palindrome plan --conf conf/profiles/long.conf --length 1048576 --memory 12g",
      "  palindrome plan --set train.batch.length=4096 --batch 8 --json",
      "",
      "The memory is Java's heap of one executor (--executor-memory, runtime.executor-memory);",
      "with runtime.device=cuda, or where auto takes a GPU, it is the GPU's.",
      "train.memory.strategy=auto trains with the strategy that this command names last."
    })
public final class PlanJob implements Job {
  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "heap of an executor, or memory of a GPU, such as 12g (default: train.memory.limit, or"
              + " where that is 0 runtime.executor-memory, or what is free on this machine's GPU)")
  private String memory;

  @Option(
      names = "--length",
      paramLabel = "N",
      description =
          "tokens of a training example (default: train.batch.length, or the position table's"
              + " length where that is 0)")
  private Integer length;

  @Option(
      names = "--batch",
      paramLabel = "B",
      description = "training examples of a step (default: train.batch.size)")
  private Integer batch;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    RunConfig given = config.read();
    BatchShape shape = shape(given);
    ReformerConfig model = BenchModel.of(given, shape.length());
    RunPlanner planner = RunPlanner.of(given.withModel(model), shape, room(given));
    MemorySpectrum spectrum = planner.spectrum();
    PlanTable table = new PlanTable(planner, spectrum);
    table.lines().forEach(context.console()::line);
    StepPlan choice = planner.choice(spectrum);
    context.console().line("fastest that fits: " + table.line(choice));
    return json(planner, spectrum, choice);
  }

  private BatchShape shape(RunConfig given) {
    BatchConfig batches = given.train().batch();
    int longest = batches.length() == 0 ? given.model().position().maxLength() : batches.length();
    int tokens = length == null ? longest : length;
    int examples = batch == null ? batches.size() : batch;
    if (tokens < 2 || examples < 1) {
      throw new UserException(
          "--length and --batch must be at least 2 and 1, but are %d and %d"
              .formatted(tokens, examples));
    }
    if ((long) tokens * examples > Integer.MAX_VALUE / 2) {
      throw new UserException(
          "--length times --batch must be less than 2^30 tokens, but is %d x %d"
              .formatted(tokens, examples));
    }
    return new BatchShape(examples, tokens);
  }

  private StepRoom room(RunConfig given) {
    long asked = askedBytes(given);
    if (RunPlanner.areOnGpu(given.runtime())) {
      long bytes = asked == 0 ? GpuMemory.least(GpuNode.ofThisProcess()) : asked;
      return new GpuMemory(bytes, 1);
    }
    return new ExecutorHeap(asked == 0 ? given.runtime().executorMemory() : asked, 1);
  }

  /** 0 where neither the command nor the configuration says. */
  private long askedBytes(RunConfig given) {
    if (memory != null) {
      return ByteSize.parse(memory)
          .orElseThrow(
              () ->
                  new UserException(
                      "--memory must be a size such as 12g or 1048576, but is " + memory));
    }
    return given.train().memory().limit();
  }

  private static ObjectNode json(RunPlanner planner, MemorySpectrum spectrum, StepPlan choice) {
    ObjectNode json = JobContext.json();
    json.put("message", "fastest that fits: " + choice.name());
    json.put("batch", planner.steps().shape().batch());
    json.put("length", planner.steps().shape().length());
    json.put("memoryBytes", planner.room().bytes());
    json.put("availableBytes", spectrum.available());
    json.put("choice", choice.name());
    ArrayNode strategies = json.putArray("strategies");
    for (StepPlan plan : spectrum.plans()) {
      ObjectNode node = strategies.addObject();
      node.put("name", plan.name());
      node.put("strategy", plan.strategy().strategyName());
      node.put("recomputeEvery", plan.strategy().recomputeEvery());
      node.put("fits", plan.memory().fits(spectrum.available()));
      node.put("flops", plan.flops());
      node.put("overhead", plan.overheadOver(spectrum.storeAll()));
      node.put("totalBytes", plan.memory().total());
      node.put("heapBytes", plan.memory().heap());
      node.put("offHeapBytes", plan.memory().offHeap());
      ObjectNode lines = node.putObject("bytes");
      for (MemoryLine line : MemoryLine.values()) {
        lines.put(line.label(), plan.memory().of(line));
      }
    }
    return json;
  }
}
