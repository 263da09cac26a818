package io.palindrome.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RuntimeConfig;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Executors are JVMs of their own, and have what the kernels need. */
class LocalClusterIT {
  private static List<Object> describeExecutor() {
    return List.of(
        ProcessHandle.current().pid(),
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        String.valueOf(System.getenv("MALLOC_MMAP_THRESHOLD_")),
        String.valueOf(System.getenv("OMP_NUM_THREADS")));
  }

  @Test
  void startsTwoExecutorsWithNoInstalledSpark() {
    RuntimeConfig runtime =
        ConfigFile.defaults(List.of("runtime.threads=1", "runtime.executor-memory=512m")).runtime();
    try (SparkSession session = SparkSessions.withExecutors("local cluster", runtime)) {
      JavaSparkContext context = new JavaSparkContext(session.sparkContext());
      List<List<Object>> executors =
          context
              .parallelize(List.of(1, 2), 2)
              .mapPartitions(ones -> List.of(describeExecutor()).iterator())
              .collect();
      long driver = ProcessHandle.current().pid();
      assertThat(executors).hasSize(2).doesNotHaveDuplicates();
      assertThat(executors)
          .allSatisfy(
              executor -> {
                assertThat(executor.get(0)).isNotEqualTo(driver);
                assertThat(executor.subList(1, 4)).containsExactly(true, "262144", "1");
              });
    }
  }
}
