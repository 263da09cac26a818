package io.palindrome.jobs.averaging;

import static io.palindrome.jobs.averaging.TinyRun.averaging;
import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.feed.StepDescriptor;
import io.palindrome.jobs.launch.SparkSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Executors are JVMs of their own here; what four logical workers learn does not depend on them.
 */
class ExecutorsIT {
  private static final RunConfig CONFIG =
      TinyRun.config(TinyRun.ADAM, averaging(4, 2, OptimizerStateKind.AVERAGE));
  private static final int ROUNDS = 3;
  private static Learned withOneExecutor;

  @TempDir Path folder;

  /** Everything that a checkpoint of the run would hold. */
  private record Learned(
      List<Double> parameters, List<Double> state, List<Double> losses, TrainerState position) {}

  @BeforeAll
  static void trainOnOneExecutor() {
    withOneExecutor = train(1, new TinyRun.MadeUpDocuments());
  }

  private static Learned train(int executors, DataSetLoader feed) {
    RuntimeConfig runtime =
        ConfigFile.defaults(
                List.of(
                    "runtime.threads=1",
                    "runtime.executor-memory=512m",
                    "runtime.local-executors=" + executors))
            .runtime();
    try (SparkSession session = SparkSessions.withExecutors("executors", runtime);
        ReformerNetwork network = ReformerNetwork.create(CONFIG, DataType.FLOAT);
        AveragingTrainer trainer =
            new AveragingTrainer(
                new JavaSparkContext(session.sparkContext()),
                network,
                TinyRun.plan(CONFIG, 64, 40),
                feed)) {
      List<Double> losses = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        losses.add(trainer.nextRound().loss());
      }
      return new Learned(
          boxed(LocalWorkers.values(trainer.parameters())),
          boxed(LocalWorkers.values(trainer.optimizerStates().get(0))),
          losses,
          trainer.state());
    }
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  @Test
  void twoExecutorsLearnTheSameBitsAsOne() {
    assertThat(train(2, new TinyRun.MadeUpDocuments())).isEqualTo(withOneExecutor);
  }

  @Test
  void anExecutorThatDiesInARoundChangesNoBit() {
    Path marker = folder.resolve("died");
    assertThat(train(2, new FatalDocuments(marker.toString()))).isEqualTo(withOneExecutor);
    assertThat(marker).exists();
  }

  /** The first executor that comes to the last step of worker 2 in round 1 dies there. */
  private record FatalDocuments(String marker) implements DataSetLoader {
    @Override
    public DataSet load(Source source) {
      StepDescriptor step = StepDescriptor.parse(source.getPath());
      if (step.worker() == 2 && step.step() == 3 && dieHere()) {
        Runtime.getRuntime().halt(9);
      }
      return new TinyRun.MadeUpDocuments().load(step);
    }

    private boolean dieHere() {
      try {
        Files.createFile(Path.of(marker));
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
