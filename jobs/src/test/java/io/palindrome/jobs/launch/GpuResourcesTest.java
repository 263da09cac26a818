package io.palindrome.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.jobs.device.Nodes;
import io.palindrome.model.kernel.cuda.driver.Nd4jCudaBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a launch sets for GPUs, and what it refuses. */
class GpuResourcesTest {
  @TempDir Path folder;

  private static RuntimeConfig cuda(String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("runtime.device=cuda");
    return ConfigFile.defaults(settings).runtime();
  }

  private static SparkConf given(String master, String... settings) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return conf;
  }

  private static SparkConf launched(SparkConf given) {
    return SparkSessions.withExecutors(given, cuda(), Nodes.WITHOUT_GPU);
  }

  private GpuNode node(int gpus) {
    return Nodes.complete(Nodes.driver(gpus, 80), Nd4jCudaBuild.CUDA_11_6, folder);
  }

  @Test
  void oneWorkerOfThisMachineHandsOutAllGpus() throws IOException {
    SparkConf conf =
        SparkSessions.withExecutors(
            new SparkConf(false),
            cuda("runtime.threads=2", "runtime.local-executors=3", "runtime.executor-memory=1g"),
            node(4));
    assertThat(conf.get("spark.master")).isEqualTo("local-cluster[1,6,3072]");
    assertThat(conf.get("spark.executor.memory")).isEqualTo("1024m");
    assertThat(conf.get("spark.executor.cores")).isEqualTo("2");
    assertThat(conf.get("spark.task.cpus")).isEqualTo("2");
    assertThat(conf.get("spark.cores.max")).isEqualTo("6");
    assertThat(conf.get("spark.worker.resource.gpu.amount")).isEqualTo("4");
    assertThat(conf.get("spark.executor.resource.gpu.amount")).isEqualTo("1");
    assertThat(conf.get("spark.task.resource.gpu.amount")).isEqualTo("1");
    assertThat(conf.get("spark.executorEnv.CUDA_DEVICE_ORDER")).isEqualTo("PCI_BUS_ID");
    assertThat(Files.readString(Path.of(conf.get("spark.worker.resourcesFile"))))
        .isEqualTo(
            "[{\"id\":{\"componentName\":\"spark.worker\",\"resourceName\":\"gpu\"},"
                + "\"addresses\":[\"GPU-00\",\"GPU-01\",\"GPU-02\",\"GPU-03\"]}]");
  }

  @Test
  void noMoreExecutorsThanGpus() {
    SparkConf conf =
        SparkSessions.withExecutors(
            new SparkConf(false),
            cuda("runtime.threads=1", "runtime.local-executors=2", "runtime.executor-memory=1g"),
            node(1));
    assertThat(conf.get("spark.master")).isEqualTo("local-cluster[1,1,1024]");
  }

  @Test
  void aMachineThatCannotEndsBeforeASession() {
    for (SparkConf conf : List.of(new SparkConf(false), given("local[2]"))) {
      assertThatThrownBy(() -> launched(conf))
          .isInstanceOf(ResourceException.class)
          .hasMessageStartingWith(
              "Cannot use runtime.device cuda: gpu driver: found no libcuda.so.1, needed ");
    }
  }

  @Test
  void threadsOfOneProcessTakeTheGpuInTurns() {
    SparkConf conf = SparkSessions.withExecutors(given("local[3]"), cuda(), node(1));
    assertThat(conf.get("spark.task.cpus")).isEqualTo("3");
    assertThat(conf.contains("spark.task.resource.gpu.amount")).isFalse();
    assertThat(SparkSessions.withExecutors(given("local"), cuda(), node(1)).get("spark.task.cpus"))
        .isEqualTo("1");
  }

  @Test
  void addsTheAmountsOnACluster() {
    SparkConf conf = launched(given("spark://m:7077", "spark.executor.cores", "8"));
    assertThat(conf.get("spark.executor.resource.gpu.amount")).isEqualTo("1");
    assertThat(conf.get("spark.task.resource.gpu.amount")).isEqualTo("1");
    assertThat(conf.get("spark.task.cpus")).isEqualTo("8");
    assertThat(conf.get("spark.executorEnv.CUDA_CACHE_MAXSIZE")).isEqualTo("4294967296");
  }

  @Test
  void tasksShareTheCoresOfAnExecutorWithSeveralGpus() {
    SparkConf conf =
        launched(
            given(
                "spark://m:7077",
                "spark.executor.cores",
                "32",
                "spark.executor.resource.gpu.amount",
                "4"));
    assertThat(conf.get("spark.task.cpus")).isEqualTo("8");
    assertThat(conf.get("spark.executorEnv.OMP_NUM_THREADS")).isEqualTo("8");
  }

  private static void refused(String rest, String master, String... settings) {
    assertThatThrownBy(() -> launched(given(master, settings)))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot start executors with GPUs: " + rest);
  }

  @Test
  void refusesWhatCannotWork() {
    refused(
        "spark.task.resource.gpu.amount must be 1, a whole GPU for each task, but is 0.5",
        "spark://m:7077",
        "spark.task.resource.gpu.amount",
        "0.5");
    refused(
        "spark.executor.resource.gpu.amount must be a number of GPUs, but is 0",
        "spark://m:7077",
        "spark.executor.resource.gpu.amount",
        "0");
    refused(
        "spark.executor.resource.gpu.discoveryScript must be the path of gpu-addresses.sh on the"
            + " executors, but is missing; master yarn does not find GPUs by itself",
        "yarn");
    refused(
        "spark.executor.resource.gpu.vendor must be nvidia.com on Kubernetes, but is missing",
        "k8s://https://h:6443",
        "spark.executor.resource.gpu.discoveryScript",
        "/gpu-addresses.sh");
    refused(
        "spark.master must be local-cluster[1,...] with GPUs, but is local-cluster[2,1,1024]: each"
            + " worker would hand out the same GPUs",
        "local-cluster[2,1,1024]");
    refused(
        "spark.task.cpus must be spark.executor.cores 8 divided by"
            + " spark.executor.resource.gpu.amount 1, but is 2: 4 tasks at once for 1 GPUs",
        "spark://m:7077",
        "spark.executor.cores",
        "8",
        "spark.task.cpus",
        "2");
  }

  @Test
  void autoLeavesAClusterAloneThatAsksForNoGpu() {
    SparkConf conf =
        SparkSessions.withExecutors(
            given("yarn"), ConfigFile.defaults(List.of()).runtime(), Nodes.WITHOUT_GPU);
    assertThat(GpuResources.isAskedFor(conf)).isFalse();
  }
}
