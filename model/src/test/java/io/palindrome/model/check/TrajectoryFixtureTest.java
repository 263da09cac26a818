package io.palindrome.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrajectoryFixtureTest {
  @ParameterizedTest
  @ValueSource(strings = {"t1_sgd_2workers_avg", "t2_adam_1worker", "t3_adam_3workers_avg"})
  void lossesAndParametersOfATrainingEqualTheFixture(String name) throws IOException {
    assertThat(new TrajectoryFixture(Fixture.read(Goldens.fixture(name))).check())
        .hasSize(2)
        .allMatch(Verdict::passed);
  }
}
