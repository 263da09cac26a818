package io.palindrome.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.device.GpuNode;
import io.palindrome.jobs.planning.ExecutorHeap;
import io.palindrome.jobs.planning.GpuMemory;
import io.palindrome.jobs.planning.StepRoom;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Which memory a step is planned for. */
class AutoStrategyTest {
  private static final long GIBIBYTE = 1L << 30;

  private static RunConfig config(String... more) {
    List<String> settings = new ArrayList<>(List.of("train.averaging.workers=3"));
    settings.addAll(List.of(more));
    return ConfigFile.defaults(settings);
  }

  private static SparkConf cluster() {
    return new SparkConf(false)
        .set("spark.executor.memory", "6g")
        .set("spark.executor.cores", "8")
        .set("spark.task.cpus", "2");
  }

  @Test
  void tasksOfAnExecutorShareItsHeap() {
    StepRoom room = AutoStrategy.roomOfExecutors(config("runtime.device=cpu"), cluster());
    assertThat(room).isEqualTo(new ExecutorHeap(6 * GIBIBYTE, 3));
  }

  @Test
  void noMoreTasksRunThanHaveCores() {
    SparkConf oneTask = cluster().set("spark.executor.cores", "2");
    StepRoom room = AutoStrategy.roomOfExecutors(config("runtime.device=cpu"), oneTask);
    assertThat(room).isEqualTo(new ExecutorHeap(6 * GIBIBYTE, 1));
  }

  @Test
  void theLimitTakesTheHeapsPlace() {
    RunConfig limited = config("runtime.device=cpu", "train.memory.limit=5g");
    assertThat(AutoStrategy.roomOfExecutors(limited, cluster()))
        .isEqualTo(new ExecutorHeap(5 * GIBIBYTE, 3));
    assertThat(AutoStrategy.roomOfThreads(limited, 2)).isEqualTo(new ExecutorHeap(5 * GIBIBYTE, 2));
  }

  @Test
  void onAClusterEachTaskHasAGpuOfItsOwn() {
    RunConfig onGpus = config("runtime.device=cuda", "train.memory.limit=80g");
    assertThat(AutoStrategy.roomOfExecutors(onGpus, cluster()))
        .isEqualTo(new GpuMemory(80 * GIBIBYTE, 1));
  }

  @Test
  void threadsOfTheDriverShareItsGpu() {
    RunConfig onGpu = config("runtime.device=cuda", "train.memory.limit=80g");
    assertThat(AutoStrategy.roomOfThreads(onGpu, 2)).isEqualTo(new GpuMemory(80 * GIBIBYTE, 2));
  }

  @Test
  void aDriverWithoutAGpuAsksForTheMemoryOfTheNodes() {
    assumeTrue(GpuNode.ofThisProcess().devices().isEmpty(), "this machine has a GPU");
    StepRoom room = AutoStrategy.roomOfExecutors(config("runtime.device=cuda"), cluster());
    assertThatThrownBy(() -> room.forStep(null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("set train.memory.limit");
  }
}
