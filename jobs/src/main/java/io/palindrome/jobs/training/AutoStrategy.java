package io.palindrome.jobs.training;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.jobs.planning.ExecutorHeap;
import io.palindrome.jobs.planning.GpuMemory;
import io.palindrome.jobs.planning.PlanTable;
import io.palindrome.jobs.planning.RunPlanner;
import io.palindrome.jobs.planning.StepRoom;
import io.palindrome.model.plan.BatchShape;
import io.palindrome.model.plan.MemorySpectrum;
import io.palindrome.model.plan.StepPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Chooses the memory strategy where {@code train.memory.strategy} is {@code auto}: once, on the
 * driver, for the longest batch of the run. What was chosen stands in the run's configuration, from
 * which executors read it, and with which the run goes on later.
 */
final class AutoStrategy {
  private static final String DEFAULT_EXECUTOR_MEMORY = "1g";

  private AutoStrategy() {}

  /** The setup with the strategy that its run began with or, where it begins now, can afford. */
  static TrainingSetup resolve(
      JavaSparkContext spark, TrainingSetup setup, RunFolder folder, Console console)
      throws IOException {
    MemoryConfig given = setup.config().train().memory();
    if (given.strategy() != MemoryStrategyKind.AUTO) {
      return setup;
    }
    Path begun = folder.config();
    if (Files.exists(begun)) {
      MemoryConfig stored = ConfigFile.read(begun, List.of()).train().memory();
      console.line("train.memory.strategy auto: " + stored.strategyName() + ", as the run began");
      return with(setup, stored);
    }
    RunPlanner planner = planner(spark, setup);
    MemorySpectrum spectrum = planner.spectrum();
    StepPlan choice = planner.choice(spectrum);
    console.line("train.memory.strategy auto: " + new PlanTable(planner, spectrum).line(choice));
    MemoryConfig chosen = choice.strategy();
    return with(setup, new MemoryConfig(chosen.strategy(), chosen.recomputeEvery(), given.limit()));
  }

  private static TrainingSetup with(TrainingSetup setup, MemoryConfig memory) {
    RunConfig config = setup.config();
    return new TrainingSetup(
        config.withTrain(config.train().withMemory(memory)),
        setup.dataset(),
        setup.train(),
        setup.validation());
  }

  private static RunPlanner planner(JavaSparkContext spark, TrainingSetup setup) {
    RunConfig config = setup.config();
    int longest = config.train().batch().length();
    if (longest == 0) {
      longest = Arrays.stream(setup.train().lengths()).max().orElseThrow();
    }
    BatchShape shape = new BatchShape(config.train().batch().size(), longest);
    return RunPlanner.of(config, shape, room(spark, config));
  }

  /** Where tasks are threads of the driver, they share its heap, and its GPU. */
  private static StepRoom room(JavaSparkContext spark, RunConfig config) {
    SparkConf conf = spark.getConf();
    int workers = config.train().averaging().workers();
    boolean threads = spark.isLocal();
    long bytes =
        threads
            ? Runtime.getRuntime().maxMemory()
            : conf.getSizeAsBytes("spark.executor.memory", DEFAULT_EXECUTOR_MEMORY);
    int tasks =
        threads
            ? spark.defaultParallelism()
            : conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1);
    int together = Math.max(1, Math.min(tasks, workers));
    long limit = config.train().memory().limit();
    if (RunPlanner.areOnGpu(config.runtime())) {
      long free = limit == 0 ? GpuMemory.least(GpuNode.ofThisProcess()) : limit;
      return new GpuMemory(free, threads ? together : 1);
    }
    return new ExecutorHeap(limit == 0 ? bytes : limit, together);
  }
}
