package io.palindrome.jobs.launch;

import io.palindrome.conf.RuntimeConfig;
import java.nio.file.Path;
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
  private static final String LOGGING =
      "-Dlog4j2.configurationFile=palindrome-log4j2.properties -Dfile.encoding=UTF-8";

  private SparkSessions() {}

  /** Tasks run in executors: two JVMs of this machine, unless spark-submit gives others. */
  public static SparkSession withExecutors(String name, RuntimeConfig runtime) {
    return open(name, withExecutors(new SparkConf(), runtime));
  }

  /** Tasks run as threads of this JVM, unless spark-submit gives a master: for light work. */
  public static SparkSession inDriver(String name, RuntimeConfig runtime) {
    return open(name, inDriver(new SparkConf(), runtime));
  }

  static SparkConf withExecutors(SparkConf given, RuntimeConfig runtime) {
    SparkConf conf = forAnyMaster(given);
    sendParametersAsTheyLie(conf);
    if (!conf.contains("spark.master")) {
      Path home = LocalSparkHome.prepare(System.getenv());
      int cores = coresPerTask(runtime);
      long megabytes = runtime.executorMemory() >> 20;
      conf.setMaster(
          "local-cluster[" + runtime.localExecutors() + "," + cores + "," + megabytes + "]");
      conf.set("spark.executor.memory", megabytes + "m");
      conf.set("spark.executor.cores", String.valueOf(cores));
      conf.set("spark.cores.max", String.valueOf(runtime.localExecutors() * cores));
      conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
      conf.set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
      conf.setExecutorEnv("SPARK_SCALA_VERSION", LocalSparkHome.SCALA_VERSION);
      embedded(conf, home);
    }
    return oneTaskPerExecutor(conf);
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
   * partitions.
   */
  private static void sendParametersAsTheyLie(SparkConf conf) {
    conf.setIfMissing("spark.shuffle.sort.bypassMergeThreshold", "1");
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.shuffle.compress", "false");
  }

  /** With {@code runtime.threads} 0 the executors share the machine's cores evenly. */
  private static int coresPerTask(RuntimeConfig runtime) {
    int available = Runtime.getRuntime().availableProcessors();
    return runtime.threads() > 0
        ? runtime.threads()
        : Math.max(1, available / runtime.localExecutors());
  }

  /** What the kernels and novel-size rows need wherever they run. */
  private static SparkConf forAnyMaster(SparkConf conf) {
    String executorOptions = conf.get("spark.executor.extraJavaOptions", "");
    if (!executorOptions.contains(VECTOR_MODULE)) {
      conf.set("spark.executor.extraJavaOptions", (VECTOR_MODULE + " " + executorOptions).strip());
    }
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

  /** A task takes its executor's cores with threads of its own. */
  private static SparkConf oneTaskPerExecutor(SparkConf conf) {
    if (conf.contains("spark.executor.cores")) {
      String cores = conf.get("spark.executor.cores");
      conf.setIfMissing("spark.task.cpus", cores);
      conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", cores);
    }
    return conf;
  }

  private static SparkSession open(String name, SparkConf conf) {
    return SparkSession.builder().appName(name).config(conf).getOrCreate();
  }
}
