package io.palindrome.jobs.launch;

import io.palindrome.conf.DeviceKind;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.device.DeviceChoice;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.model.kernel.OfferedBackend;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Opens the one Spark session of a command.
 *
 * <p>A master that {@code spark-submit} has set is kept, and so is every property that it gives; an
 * embedded session is opened only where there is none. The caller stops the session.
 */
public final class SparkSessions {
  private static final String VECTOR_MODULE = "--add-modules jdk.incubator.vector";
  private static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";
  private static final String REGIONS = "-XX:G1HeapRegionSize=1m";
  private static final String LOGGING =
      "-Dlog4j2.configurationFile=palindrome-log4j2.properties -Dfile.encoding=UTF-8";

  private SparkSessions() {}

  /** Tasks run in executors: two JVMs of this machine, unless spark-submit gives others. */
  public static SparkSession withExecutors(String name, RuntimeConfig runtime) {
    SparkConf conf = withExecutors(new SparkConf(), runtime, GpuNode.ofThisProcess());
    DeviceChoice.of(runtime).offerBackend(); // the driver keeps parameters in ND4J's arrays
    return open(name, conf);
  }

  /** Tasks run as threads of this JVM, unless spark-submit gives a master: for light work. */
  public static SparkSession inDriver(String name, RuntimeConfig runtime) {
    return open(name, inDriver(new SparkConf(), runtime));
  }

  /**
   * @throws ResourceException if tasks of this machine are to compute on a GPU that it does not
   *     have
   * @throws UserException if the settings for GPUs cannot work
   */
  static SparkConf withExecutors(SparkConf given, RuntimeConfig runtime, GpuNode node) {
    SparkConf conf = forAnyMaster(given);
    sendParametersAsTheyLie(conf);
    DeviceChoice device = new DeviceChoice(runtime, node);
    if (!conf.contains("spark.master")) {
      device.require();
      localExecutors(conf, runtime, device.mayBeGpu() ? addresses(node) : List.of());
    } else if (conf.get("spark.master").matches("local(\\[.*)?")) {
      device.require();
      if (device.mayBeGpu()) {
        oneTaskAtATime(conf);
      }
    } else if (runtime.device() == DeviceKind.CUDA || GpuResources.isAskedFor(conf)) {
      if (!OfferedBackend.CPU.isOnClassPath()) {
        device.require(); // the driver keeps parameters in ND4J's arrays
      }
      GpuResources.complete(conf);
    }
    return sharedCores(conf);
  }

  /**
   * Executors of this machine: each its own worker, or with GPUs all of one worker that hands them
   * out.
   *
   * @param gpus their addresses; empty for the CPU
   */
  private static void localExecutors(SparkConf conf, RuntimeConfig runtime, List<String> gpus) {
    Path home = LocalSparkHome.prepare(System.getenv());
    int executors =
        gpus.isEmpty()
            ? runtime.localExecutors()
            : GpuResources.executors(runtime.localExecutors(), gpus);
    int workers = gpus.isEmpty() ? executors : 1;
    int each = executors / workers;
    int cores = coresPerTask(runtime.threads(), executors);
    long megabytes = runtime.executorMemory() >> 20;
    conf.setMaster("local-cluster[%d,%d,%d]".formatted(workers, each * cores, each * megabytes));
    conf.set("spark.executor.memory", megabytes + "m");
    conf.set("spark.executor.cores", String.valueOf(cores));
    conf.set("spark.cores.max", String.valueOf(executors * cores));
    conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    conf.set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    conf.setExecutorEnv("SPARK_SCALA_VERSION", LocalSparkHome.SCALA_VERSION);
    embedded(conf, home);
    if (!gpus.isEmpty()) {
      GpuResources.embed(conf, gpus, home);
    }
  }

  /** UUIDs, which every process understands; where the driver does not tell them, numbers. */
  private static List<String> addresses(GpuNode node) {
    return node.devices().stream()
        .map(gpu -> gpu.uuid().isEmpty() ? String.valueOf(gpu.ordinal()) : gpu.uuid())
        .toList();
  }

  /** Threads of one process all compute on its first GPU. */
  private static void oneTaskAtATime(SparkConf conf) {
    String threads = conf.get("spark.master").replaceAll("local\\[?|[,\\]].*", "");
    String all = String.valueOf(Runtime.getRuntime().availableProcessors());
    conf.setIfMissing(
        "spark.task.cpus", threads.isEmpty() ? "1" : threads.equals("*") ? all : threads);
  }

  static SparkConf inDriver(SparkConf given, RuntimeConfig runtime) {
    SparkConf conf = forAnyMaster(given);
    if (!conf.contains("spark.master")) {
      conf.setMaster("local[" + (runtime.threads() == 0 ? "*" : runtime.threads()) + "]");
      embedded(conf, Path.of(System.getProperty("java.io.tmpdir")));
    }
    return conf;
  }

  /**
   * What rounds send are floats whose bits look random: compressing them takes time only. So does
   * writing a shuffle file for each partition and then one of all, as Spark does for few
   * partitions. An executor asks for one block of a broadcast after the other, so blocks are larger
   * than Spark's 4 MiB. Checksums beside TCP's own cost more than the copies that they watch. And a
   * block of the heap goes to a socket in small pieces, since Java copies out of the heap whatever
   * it is offered, again and again, however little the socket then takes.
   */
  private static void sendParametersAsTheyLie(SparkConf conf) {
    conf.setIfMissing("spark.shuffle.sort.bypassMergeThreshold", "1");
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.shuffle.compress", "false");
    conf.setIfMissing("spark.broadcast.blockSize", "16m");
    conf.setIfMissing("spark.broadcast.checksum", "false");
    conf.setIfMissing("spark.shuffle.checksum.enabled", "false");
    conf.setIfMissing("spark.buffer.write.chunkSize", "256k");
  }

  /** With {@code runtime.threads} 0 the executors share the machine's cores evenly. */
  private static int coresPerTask(int threads, int executors) {
    int available = Runtime.getRuntime().availableProcessors();
    return threads > 0 ? threads : Math.max(1, available / executors);
  }

  private static String unlessGiven(String sign, String option, String options) {
    return options.contains(sign) ? options : option + " " + options;
  }

  /** What the kernels and novel-size rows need wherever they run. */
  private static SparkConf forAnyMaster(SparkConf conf) {
    String options = conf.get("spark.executor.extraJavaOptions", "");
    options = unlessGiven("UseTransparentHugePages", HUGE_PAGES, options);
    options = unlessGiven("G1HeapRegionSize", REGIONS, options);
    options = unlessGiven(VECTOR_MODULE, VECTOR_MODULE, options);
    conf.set("spark.executor.extraJavaOptions", options.strip());
    conf.setIfMissing("spark.executorEnv.MALLOC_MMAP_THRESHOLD_", "262144");
    conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "PASSIVE");
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    conf.setIfMissing("spark.sql.parquet.columnarReaderBatchSize", "8");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    return conf;
  }

  private static void embedded(SparkConf conf, Path home) {
    conf.set(
        "spark.executor.extraJavaOptions",
        conf.get("spark.executor.extraJavaOptions") + " " + LOGGING);
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.driver.host", "127.0.0.1");
    conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    conf.setIfMissing("spark.sql.warehouse.dir", home.resolve("warehouse").toUri().toString());
    conf.setIfMissing("spark.sql.shuffle.partitions", "8");
  }

  /** A task takes its executor's cores with threads of its own, or its part of them with GPUs. */
  private static SparkConf sharedCores(SparkConf conf) {
    if (conf.contains("spark.executor.cores")) {
      int cores = GpuResources.coresOfTask(conf.getInt("spark.executor.cores", 1), conf);
      conf.setIfMissing("spark.task.cpus", String.valueOf(cores));
      conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", String.valueOf(cores));
    }
    return conf;
  }

  private static SparkSession open(String name, SparkConf conf) {
    return SparkSession.builder().appName(name).config(conf).getOrCreate();
  }
}
