package io.palindrome.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Layer;
import io.palindrome.model.layer.Pass;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class CouplingFixtureTest {
  private static CouplingFixture fixture(String name) throws IOException {
    return new CouplingFixture(Fixture.read(Goldens.fixture(name)));
  }

  @ParameterizedTest
  @CsvSource({"r1_rev_conv, 3", "r2_rev_conv_bn, 4"})
  void everyMemoryStrategyEqualsTheFixture(String name, int groups) throws IOException {
    CouplingFixture fixture = fixture(name);
    assertThat(fixture.check(new ReferenceKernels(), ModelFixture.Bounds.FLOAT64))
        .hasSize(groups)
        .allMatch(Verdict::passed);
    assertThat(fixture.check(new HostKernels(2), ModelFixture.Bounds.FLOAT32))
        .hasSize(groups)
        .allMatch(Verdict::passed);
    assertThat(fixture.check(new Nd4jKernels(DataType.DOUBLE), ModelFixture.Bounds.FLOAT64))
        .hasSize(groups)
        .allMatch(Verdict::passed);
  }

  /** A branch that forgets that recomputing is no second step. */
  private record TwiceUpdating(Branch right) implements Branch {
    @Override
    public int parts(Pass pass) {
      return right.parts(pass);
    }

    @Override
    public Decided decide(int part, Matrix x, Matrix target, Direction direction, Pass pass) {
      Decided decided = right.decide(part, x, target, direction, pass);
      Layer wrong = new DecidingAgain(right, part, decided.layer());
      return new Decided(wrong, decided.evaluation());
    }
  }

  private record DecidingAgain(Branch branch, int part, Layer layer) implements Layer {
    @Override
    public Evaluation evaluate(Matrix x, Matrix target, Direction direction, Pass pass) {
      Matrix nowhere = pass.arena().takeZeros(target.rows(), target.columns());
      branch.decide(part, x, nowhere, Direction.FORWARD, pass).evaluation().close();
      pass.arena().giveBack(nowhere);
      return layer.evaluate(x, target, direction, pass);
    }
  }

  @Test
  void statisticsThatMoveTwiceInAStepAreCaught() throws IOException {
    List<Verdict> verdicts =
        fixture("r2_rev_conv_bn")
            .check(new ReferenceKernels(), ModelFixture.Bounds.FLOAT64, TwiceUpdating::new);
    assertThat(verdicts).filteredOn(verdict -> !verdict.passed()).hasSize(1);
    assertThat(verdicts.get(3).passed()).isFalse();
    assertThat(verdicts.get(3).worst()).isGreaterThan(0.01);
  }
}
