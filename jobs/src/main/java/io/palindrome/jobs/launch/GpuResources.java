package io.palindrome.jobs.launch;

import io.palindrome.conf.ResourceException;
import io.palindrome.conf.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/**
 * Spark's settings for executors with GPUs: each task has one to itself.
 *
 * <p>The embedded Spark has one worker of this machine that hands out all its GPUs, since each of
 * several would hand out the same ones. Of another master the settings are those that spark-submit
 * gives; what is missing and has only one right value is added.
 */
public final class GpuResources {
  static final String EXECUTOR_AMOUNT = "spark.executor.resource.gpu.amount";
  static final String TASK_AMOUNT = "spark.task.resource.gpu.amount";
  private static final String EXECUTOR_SCRIPT = "spark.executor.resource.gpu.discoveryScript";
  private static final String EXECUTOR_VENDOR = "spark.executor.resource.gpu.vendor";
  private static final String ONE = "1";

  private GpuResources() {}

  /** Executors of the embedded Spark: at most one for each GPU. */
  static int executors(int asked, List<String> addresses) {
    return Math.max(1, Math.min(asked, addresses.size()));
  }

  /**
   * Lets the one worker of the embedded Spark hand out this machine's GPUs.
   *
   * @param addresses of the GPUs
   * @param home where the list of them is written
   */
  static void embed(SparkConf conf, List<String> addresses, Path home) {
    String list =
        addresses.stream()
            .map(address -> "\"" + address + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    Path file = home.resolve("gpus.json");
    String json =
        "[{\"id\":{\"componentName\":\"spark.worker\",\"resourceName\":\"gpu\"},\"addresses\":"
            + list
            + "}]";
    try {
      Files.writeString(file, json);
    } catch (IOException e) {
      throw new ResourceException(
          "Cannot start local executors: cannot write %s (%s); make it writable, or set SPARK_HOME to another folder"
              .formatted(file, e),
          e);
    }
    conf.set("spark.worker.resource.gpu.amount", String.valueOf(addresses.size()));
    conf.set("spark.worker.resourcesFile", file.toString());
    conf.set(EXECUTOR_AMOUNT, ONE);
    conf.set(TASK_AMOUNT, ONE);
    environment(conf);
  }

  /** Adds what every cluster needs, and refuses what cannot work. */
  static void complete(SparkConf conf) {
    amounts(conf);
    environment(conf);
    Optional<String> problem = problem(conf);
    if (problem.isPresent()) {
      throw new UserException("Cannot start executors with GPUs: " + problem.get());
    }
  }

  private static void amounts(SparkConf conf) {
    conf.setIfMissing(EXECUTOR_AMOUNT, ONE);
    conf.setIfMissing(TASK_AMOUNT, ONE);
  }

  /** A copy with the amounts that the application adds. */
  public static SparkConf completed(SparkConf given) {
    SparkConf conf = given.clone();
    amounts(conf);
    return conf;
  }

  /** The amounts in words. */
  public static String text(SparkConf given) {
    SparkConf conf = completed(given);
    return "%s GPUs an executor, %s a task"
        .formatted(conf.get(EXECUTOR_AMOUNT), conf.get(TASK_AMOUNT));
  }

  /** GPUs' numbers are those of nvidia-smi, and the code that the driver compiles is kept. */
  private static void environment(SparkConf conf) {
    conf.setIfMissing("spark.executorEnv.CUDA_DEVICE_ORDER", "PCI_BUS_ID");
    conf.setIfMissing("spark.executorEnv.CUDA_CACHE_MAXSIZE", "4294967296");
  }

  /** Whether executors have GPUs. */
  public static boolean isAskedFor(SparkConf conf) {
    return conf.contains(EXECUTOR_AMOUNT) || conf.contains(TASK_AMOUNT);
  }

  /** What is wrong with the settings of a master that spark-submit gave, and what to do. */
  public static Optional<String> problem(SparkConf conf) {
    String master = conf.get("spark.master", "");
    String executor = conf.get(EXECUTOR_AMOUNT, "");
    if (!conf.get(TASK_AMOUNT, "").equals(ONE)) {
      return Optional.of(
          "%s must be 1, a whole GPU for each task, but is %s"
              .formatted(TASK_AMOUNT, shown(conf, TASK_AMOUNT)));
    }
    if (!executor.matches("[1-9][0-9]{0,3}")) {
      return Optional.of(
          "%s must be a number of GPUs, but is %s"
              .formatted(EXECUTOR_AMOUNT, shown(conf, EXECUTOR_AMOUNT)));
    }
    boolean discovers = master.startsWith("yarn") || master.startsWith("k8s");
    if (discovers && !conf.contains(EXECUTOR_SCRIPT)) {
      return Optional.of(
          "%s must be the path of gpu-addresses.sh on the executors, but is missing; master %s does not find GPUs by itself"
              .formatted(EXECUTOR_SCRIPT, master));
    }
    if (master.startsWith("k8s") && !conf.contains(EXECUTOR_VENDOR)) {
      return Optional.of(EXECUTOR_VENDOR + " must be nvidia.com on Kubernetes, but is missing");
    }
    if (master.startsWith("local-cluster[") && !master.startsWith("local-cluster[1,")) {
      return Optional.of(
          "spark.master must be local-cluster[1,...] with GPUs, but is %s: each worker would hand out the same GPUs"
              .formatted(master));
    }
    return tasksAtOnce(conf, Integer.parseInt(executor));
  }

  /** As many tasks at once as GPUs; otherwise some of either idle. */
  private static Optional<String> tasksAtOnce(SparkConf conf, int gpus) {
    if (!conf.contains("spark.executor.cores")) {
      return Optional.empty();
    }
    int cores = conf.getInt("spark.executor.cores", 1);
    int taskCores = conf.getInt("spark.task.cpus", coresOfTask(cores, conf));
    return cores / taskCores == gpus
        ? Optional.empty()
        : Optional.of(
            "spark.task.cpus must be spark.executor.cores %d divided by %s %d, but is %d: %d tasks at once for %d GPUs"
                .formatted(cores, EXECUTOR_AMOUNT, gpus, taskCores, cores / taskCores, gpus));
  }

  /** Cores of one task where an executor's tasks share its cores evenly. */
  static int coresOfTask(int executorCores, SparkConf conf) {
    String gpus = conf.get(EXECUTOR_AMOUNT, ONE);
    return gpus.matches("[1-9][0-9]{0,3}")
        ? Math.max(1, executorCores / Integer.parseInt(gpus))
        : executorCores;
  }

  private static String shown(SparkConf conf, String key) {
    return conf.contains(key) ? conf.get(key) : "missing";
  }
}
