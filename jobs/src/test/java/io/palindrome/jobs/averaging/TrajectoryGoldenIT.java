package io.palindrome.jobs.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.check.Goldens;
import io.palindrome.model.check.Verdict;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrajectoryGoldenIT {
  private static JavaSparkContext spark;

  @BeforeAll
  static void open() {
    spark = LocalSpark.open("local[2]");
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"t1_sgd_2workers_avg", "t2_adam_1worker", "t3_adam_3workers_avg"})
  void followsTheStoredTrajectory(String name) throws IOException {
    List<Verdict> verdicts = new TrajectoryFixture(Goldens.fixture(name)).check(spark);
    assertThat(verdicts).hasSize(2).allMatch(Verdict::passed);
    assertThat(verdicts).allMatch(verdict -> verdict.worst() > 0);
  }
}
