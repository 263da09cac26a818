package io.palindrome.jobs.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.averaging.AveragingTrainer;
import io.palindrome.jobs.averaging.RoundResult;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.command.ConfigOptions;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Job;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.command.OutputOptions;
import io.palindrome.jobs.command.Sessions;
import io.palindrome.jobs.command.Version;
import io.palindrome.jobs.feed.BatchFeed;
import io.palindrome.jobs.feed.CropSteps;
import io.palindrome.jobs.launch.HadoopSettings;
import io.palindrome.jobs.training.TrainingSetup;
import io.palindrome.pipeline.dataset.PublishedDataset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Averaging rounds on embedded executors: what they cost beside their steps, and how they scale.
 */
@Command(
    name = "round",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Measures averaging rounds of a dataset on several numbers of embedded executors: tokens a",
      "second, and what a round takes beside its steps: waiting for the slowest worker, and",
      "averaging (tasks, reading, copying, shuffle, mean, broadcast)."
    },
    footer = {
      "",
      "Examples:",
      "  palindrome bench round --data dataset --conf conf/profiles/novel.conf --executors 1,2"
          + " --set runtime.threads=1"
    })
public final class BenchRoundJob implements Job {
  private static final long CACHE_BYTES = 256L << 20;

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "a dataset")
  private String data;

  @Option(
      names = "--executors",
      split = ",",
      paramLabel = "N",
      description = "numbers of executors (default: runtime.local-executors)")
  private List<Integer> executors = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "R",
      defaultValue = "2",
      description = "measured rounds, after one that is not (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Mixin private ConfigOptions config;
  @Mixin private OutputOptions output;

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ObjectNode run(JobContext context) {
    RunConfig run = config.read();
    if (executors.isEmpty()) {
      executors = List.of(run.runtime().localExecutors());
    }
    check(run);
    PublishedDataset dataset = PublishedDataset.open(HadoopSettings.read(), data);
    Console console = context.console();
    console.line(
        "executors    tokens/s     times        round        steps           waiting"
            + "         averaging");
    List<RoundMeasurement> measured = new ArrayList<>();
    for (int count : executors) {
      measured.add(measure(run, dataset, count, context.sessions()));
      console.line(measured.get(measured.size() - 1).line(measured.get(0)));
    }
    return json(measured);
  }

  private void check(RunConfig run) {
    int workers = run.train().averaging().workers();
    if (rounds < 1 || executors.stream().anyMatch(count -> count < 1 || workers % count != 0)) {
      throw new UserException(
          ("--rounds must be 1 or more, and --executors divide the %d of train.averaging.workers,"
                  + " but are %d and %s")
              .formatted(workers, rounds, executors));
    }
    if (run.train().memory().strategy() == MemoryStrategyKind.AUTO) {
      throw new UserException(
          "bench round needs one strategy for all numbers of executors, but train.memory.strategy"
              + " is auto; set it to the one that palindrome plan names");
    }
  }

  private RoundMeasurement measure(
      RunConfig run, PublishedDataset dataset, int count, Sessions sessions) {
    SparkSession session =
        sessions.withExecutors("palindrome bench round", on(count, run.runtime()));
    TrainingSetup setup = TrainingSetup.of(session, run, dataset);
    JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
    CropSteps plan = new CropSteps(setup.train(), setup.config().train());
    try (ReformerNetwork network = ReformerNetwork.create(setup.config(), DataType.FLOAT);
        BatchFeed feed =
            new BatchFeed(spark, setup.train(), setup.config().model().padToken(), CACHE_BYTES);
        AveragingTrainer trainer = new AveragingTrainer(spark, network, plan, feed)) {
      trainer.nextRound();
      List<RoundResult> results = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        results.add(trainer.nextRound());
      }
      settle(spark);
      return RoundMeasurement.of(count, results);
    } finally {
      sessions.close();
    }
  }

  /**
   * Lets the executors answer that they have dropped the last round's broadcast: Spark, stopped
   * before they have, prints an error for each answer that does not come.
   */
  private static void settle(JavaSparkContext spark) {
    spark.parallelize(List.of(), 2 * spark.defaultParallelism()).count();
  }

  private static RuntimeConfig on(int count, RuntimeConfig runtime) {
    return new RuntimeConfig(
        runtime.device(), runtime.kernels(), runtime.threads(), count, runtime.executorMemory());
  }

  private static ObjectNode json(List<RoundMeasurement> measured) {
    ObjectNode json = JobContext.json();
    RoundMeasurement last = measured.get(measured.size() - 1);
    json.put(
        "message",
        "%.2f times the tokens/s of %d executors on %d"
            .formatted(last.times(measured.get(0)), measured.get(0).executors(), last.executors()));
    var points = json.putArray("points");
    for (RoundMeasurement point : measured) {
      ObjectNode entry = (ObjectNode) JobContext.tree(point);
      entry.put("tokensPerSecond", point.tokensPerSecond());
      entry.put("shareWaiting", point.shareWaiting());
      entry.put("shareAveraging", point.shareAveraging());
      points.add(entry);
    }
    return json;
  }
}
