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
    StepRoom room =
        spark.isLocal()
            ? roomOfThreads(config, spark.defaultParallelism())
            : roomOfExecutors(config, spark.getConf());
    return RunPlanner.of(config, shape, room);
  }

  /** Where tasks are threads of the driver, they share its heap, and its GPU. */
  static StepRoom roomOfThreads(RunConfig config, int threads) {
    int together = together(config, threads);
    return RunPlanner.areOnGpu(config.runtime())
        ? gpu(config, together)
        : heap(config, Runtime.getRuntime().maxMemory(), together);
  }

  /** Tasks of an executor share its heap, but not a GPU. */
  static StepRoom roomOfExecutors(RunConfig config, SparkConf conf) {
    if (RunPlanner.areOnGpu(config.runtime())) {
      return gpu(config, 1);
    }
    int tasks = conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1);
    long bytes = conf.getSizeAsBytes("spark.executor.memory", DEFAULT_EXECUTOR_MEMORY);
    return heap(config, bytes, together(config, tasks));
  }

  private static int together(RunConfig config, int tasks) {
    return Math.max(1, Math.min(tasks, config.train().averaging().workers()));
  }

  private static StepRoom gpu(RunConfig config, int tasks) {
    long limit = config.train().memory().limit();
    return new GpuMemory(limit == 0 ? GpuMemory.least(GpuNode.ofThisProcess()) : limit, tasks);
  }

  private static StepRoom heap(RunConfig config, long bytes, int tasks) {
    long limit = config.train().memory().limit();
    return new ExecutorHeap(limit == 0 ? bytes : limit, tasks);
  }
}
