package io.palindrome.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.device.DeviceChoice;
import io.palindrome.jobs.device.Nodes;
import io.palindrome.jobs.device.TaskGpu;
import io.palindrome.model.kernel.cuda.driver.CudaDriver;
import io.palindrome.model.kernel.cuda.driver.DriverLibraries;
import io.palindrome.model.kernel.cuda.driver.DriverReport;
import io.palindrome.model.kernel.cuda.driver.FakeDriver;
import io.palindrome.model.kernel.cuda.driver.Nd4jCudaBuild;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark hands out GPUs of a driver that the test compiled; executors are JVMs of their own that ask
 * it for their GPU as they would the true one.
 */
class GpuSchedulingIT {
  private static final int TASKS = 6;
  private static final long TASK_MILLIS = 700;

  @TempDir Path folder;

  /** What a task saw, and when it ran. */
  private record Ran(long pid, String address, int gpu, long began, long ended)
      implements Serializable {
    boolean overlaps(Ran other) {
      return began < other.ended && other.began < ended;
    }
  }

  private static RuntimeConfig runtime() {
    return ConfigFile.defaults(
            List.of(
                "runtime.device=cuda",
                "runtime.threads=1",
                "runtime.local-executors=2",
                "runtime.executor-memory=512m"))
        .runtime();
  }

  private static DriverReport driver(DriverLibraries libraries) {
    return CudaDriver.ask(libraries);
  }

  /** As a training task does: the product's own way from the task's address to a GPU's number. */
  private static Ran runTask(RuntimeConfig runtime, String libraries) {
    long began = System.currentTimeMillis();
    DeviceChoice choice =
        new DeviceChoice(
            runtime,
            Nodes.complete(
                CudaDriver.ofThisProcess(), Nd4jCudaBuild.CUDA_11_6, Path.of(libraries)));
    int gpu = choice.gpu().orElseThrow();
    try {
      Thread.sleep(TASK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Ran(
        ProcessHandle.current().pid(),
        TaskGpu.address().orElseThrow(),
        gpu,
        began,
        System.currentTimeMillis());
  }

  private List<Ran> run(SparkConf conf) {
    RuntimeConfig runtime = runtime();
    String libraries = folder.toString();
    try (SparkSession session = SparkSession.builder().appName("gpus").config(conf).getOrCreate()) {
      return new JavaSparkContext(session.sparkContext())
          .parallelize(List.of(1, 2, 3, 4, 5, 6), TASKS)
          .map(one -> runTask(runtime, libraries))
          .collect();
    }
  }

  private void eachTaskHasItsOwn(List<Ran> tasks, DriverReport driver) {
    assertThat(tasks).hasSize(TASKS);
    for (Ran one : tasks) {
      assertThat(driver.devices().get(one.gpu()).uuid()).isEqualTo(one.address());
      assertThat(tasks)
          .filteredOn(other -> !other.equals(one) && other.overlaps(one))
          .extracting(Ran::address)
          .doesNotContain(one.address());
    }
    assertThat(tasks.stream().map(Ran::address).collect(Collectors.toSet()))
        .as("both GPUs work")
        .hasSize(2);
    assertThat(tasks.stream().map(Ran::pid).collect(Collectors.toSet())).hasSize(2);
    assertThat(
            tasks.stream()
                .anyMatch(
                    one -> tasks.stream().anyMatch(two -> !one.equals(two) && one.overlaps(two))))
        .as("tasks run at the same time")
        .isTrue();
  }

  private static SparkConf withFakeDriver(SparkConf conf, Path folder) {
    return conf.set("spark.executorEnv.LD_LIBRARY_PATH", folder.toString());
  }

  @Test
  void executorsOfTheEmbeddedSparkHaveAGpuEach() {
    DriverReport driver = driver(FakeDriver.with(2, 80).compile(folder));
    SparkConf conf =
        SparkSessions.withExecutors(
            new SparkConf(false),
            runtime(),
            Nodes.complete(driver, Nd4jCudaBuild.CUDA_11_6, folder));
    eachTaskHasItsOwn(run(withFakeDriver(conf, folder)), driver);
  }

  @Test
  void aDiscoveryScriptHandsOutTheGpusOfAWorker() throws IOException {
    DriverReport driver = driver(FakeDriver.with(3, 80).compile(folder));
    FakeNvidiaSmi.write(folder, driver.devices());
    Path discover = folder.resolve("discover.sh");
    Files.writeString(
        discover,
        "#!/usr/bin/env bash\nPATH=%s:$PATH CUDA_VISIBLE_DEVICES=2,0 exec %s\n"
            .formatted(folder, FakeNvidiaSmi.SCRIPT));
    discover.toFile().setExecutable(true);
    SparkConf given =
        SparkSessions.withExecutors(
            new SparkConf(false),
            ConfigFile.defaults(
                    List.of(
                        "runtime.device=cpu", "runtime.executor-memory=512m", "runtime.threads=1"))
                .runtime(),
            Nodes.WITHOUT_GPU);
    given
        .setMaster("local-cluster[1,2,1024]")
        .set("spark.executor.cores", "1")
        .set("spark.worker.resource.gpu.amount", "2")
        .set("spark.worker.resource.gpu.discoveryScript", discover.toString());
    SparkConf conf = SparkSessions.withExecutors(given, runtime(), Nodes.WITHOUT_GPU);
    List<Ran> tasks = run(withFakeDriver(conf, folder));
    eachTaskHasItsOwn(tasks, driver);
    assertThat(tasks.stream().map(Ran::gpu).collect(Collectors.toSet()))
        .as("the GPU that CUDA_VISIBLE_DEVICES hides is not handed out")
        .containsExactlyInAnyOrder(0, 2);
  }
}
