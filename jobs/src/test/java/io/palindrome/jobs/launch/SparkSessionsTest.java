package io.palindrome.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.device.Nodes;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {
  private static RuntimeConfig runtime(String... overrides) {
    return ConfigFile.defaults(List.of(overrides)).runtime();
  }

  @Test
  void opensExecutorsOfThisMachineWhereNoMasterIsGiven() {
    SparkConf conf =
        SparkSessions.withExecutors(
            new SparkConf(false),
            runtime("runtime.threads=3", "runtime.local-executors=4", "runtime.executor-memory=1g"),
            Nodes.WITHOUT_GPU);
    assertThat(conf.get("spark.master")).isEqualTo("local-cluster[4,3,1024]");
    assertThat(conf.get("spark.executor.memory")).isEqualTo("1024m");
    assertThat(conf.get("spark.task.cpus")).isEqualTo("3");
    assertThat(conf.get("spark.executorEnv.OMP_NUM_THREADS")).isEqualTo("3");
    assertThat(conf.get("spark.executorEnv.MALLOC_MMAP_THRESHOLD_")).isEqualTo("262144");
    assertThat(conf.get("spark.executorEnv.OMP_WAIT_POLICY")).isEqualTo("PASSIVE");
    assertThat(conf.get("spark.driver.maxResultSize")).isEqualTo("0");
    assertThat(conf.get("spark.broadcast.compress")).isEqualTo("false");
    assertThat(conf.get("spark.shuffle.compress")).isEqualTo("false");
    assertThat(conf.get("spark.broadcast.blockSize")).isEqualTo("16m");
    assertThat(conf.get("spark.broadcast.checksum")).isEqualTo("false");
    assertThat(conf.get("spark.shuffle.checksum.enabled")).isEqualTo("false");
    assertThat(conf.get("spark.buffer.write.chunkSize")).isEqualTo("256k");
    assertThat(conf.get("spark.shuffle.sort.bypassMergeThreshold")).isEqualTo("1");
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .startsWith(
            "--add-modules jdk.incubator.vector -XX:G1HeapRegionSize=1m"
                + " -XX:+UseTransparentHugePages ");
  }

  @Test
  void keepsWhatSparkSubmitGives() {
    SparkConf given =
        new SparkConf(false)
            .setMaster("spark://somewhere:7077")
            .set("spark.executor.cores", "2")
            .set("spark.executor.memory", "5g")
            .set("spark.driver.maxResultSize", "1g")
            .set("spark.shuffle.compress", "true")
            .set("spark.executor.extraJavaOptions", "-Da=b");
    SparkConf conf = SparkSessions.withExecutors(given, runtime(), Nodes.WITHOUT_GPU);
    assertThat(conf.get("spark.master")).isEqualTo("spark://somewhere:7077");
    assertThat(conf.get("spark.executor.memory")).isEqualTo("5g");
    assertThat(conf.get("spark.driver.maxResultSize")).isEqualTo("1g");
    assertThat(conf.get("spark.shuffle.compress")).isEqualTo("true");
    assertThat(conf.get("spark.task.cpus")).isEqualTo("2");
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .isEqualTo(
            "--add-modules jdk.incubator.vector -XX:G1HeapRegionSize=1m"
                + " -XX:+UseTransparentHugePages -Da=b");
    assertThat(conf.contains("spark.executor.extraClassPath")).isFalse();
  }

  @Test
  void asksForPagesAndRegionsUnlessSparkSubmitDecides() {
    SparkConf given =
        new SparkConf(false)
            .setMaster("spark://somewhere:7077")
            .set(
                "spark.executor.extraJavaOptions",
                "-XX:-UseTransparentHugePages -XX:G1HeapRegionSize=4m");
    assertThat(
            SparkSessions.withExecutors(given, runtime(), Nodes.WITHOUT_GPU)
                .get("spark.executor.extraJavaOptions"))
        .isEqualTo(
            "--add-modules jdk.incubator.vector -XX:-UseTransparentHugePages"
                + " -XX:G1HeapRegionSize=4m");
  }

  @Test
  void runsLightWorkInTheDriver() {
    assertThat(
            SparkSessions.inDriver(new SparkConf(false), runtime("runtime.threads=2"))
                .get("spark.master"))
        .isEqualTo("local[2]");
    assertThat(SparkSessions.inDriver(new SparkConf(false), runtime()).get("spark.master"))
        .isEqualTo("local[*]");
  }
}
