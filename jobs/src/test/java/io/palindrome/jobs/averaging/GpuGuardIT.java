package io.palindrome.jobs.averaging;

import static io.palindrome.jobs.averaging.TinyRun.averaging;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.launch.SparkSessions;
import io.palindrome.model.kernel.cuda.driver.FakeDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An executor that cannot compute on a GPU ends the run with the line of the doctor, and has not
 * loaded ND4J by then.
 */
class GpuGuardIT {
  private static final String SET = "spark.executor.extraJavaOptions";

  @TempDir Path folder;

  private static RuntimeConfig runtime(String device) {
    return ConfigFile.defaults(
            List.of(
                "runtime.device=" + device,
                "runtime.threads=1",
                "runtime.local-executors=1",
                "runtime.executor-memory=512m"))
        .runtime();
  }

  private static RunConfig onCuda() {
    RunConfig r = TinyRun.config(TinyRun.SGD, averaging(1, 1, OptimizerStateKind.AVERAGE));
    return new RunConfig(
        r.prepare(), r.tokenizer(), r.buckets(), r.model(), r.train(), r.report(), runtime("cuda"));
  }

  /** Runs a round whose executors look at {@code folder} for the driver, and note their classes. */
  private void round(Path classes) {
    Properties saved = new Properties();
    saved.putAll(System.getProperties());
    System.setProperty(SET, "-Xlog:class+load=info:file=" + classes.resolve("%p.log"));
    System.setProperty("spark.executorEnv.LD_LIBRARY_PATH", folder.toString());
    try (SparkSession session = SparkSessions.withExecutors("guard", runtime("cpu"));
        ReformerNetwork network = ReformerNetwork.create(onCuda(), DataType.FLOAT);
        AveragingTrainer trainer =
            new AveragingTrainer(
                new JavaSparkContext(session.sparkContext()),
                network,
                TinyRun.plan(onCuda(), 64, 40),
                new TinyRun.MadeUpDocuments())) {
      trainer.nextRound();
    } finally {
      System.setProperties(saved);
    }
  }

  private static List<String> loaded(Path logs) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Test
  void theUserReadsWhatTheExecutorLacks() throws IOException {
    FakeDriver.with(1, 90).compile(folder);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    assertThatThrownBy(() -> round(classes))
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "Cannot use runtime.device cuda: gpu backend: found no CUDA backend in this build, needed"
                + " profile cuda-hopper for compute capability 9.0; build with mvn -P cuda (compute"
                + " capability 3.7 to 8.9) or mvn -P cuda-hopper (9.0)");
    assertThat(loaded(classes))
        .anyMatch(line -> line.contains("io.palindrome.jobs.device.DeviceChoice"))
        .noneMatch(line -> line.contains("org.nd4j.linalg.factory.Nd4j source"))
        .noneMatch(line -> line.contains("org.nd4j.linalg.factory.Nd4jBackend source"));
  }
}
