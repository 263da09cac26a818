package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.model.check.ModelFixture;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.ReferenceKernels;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cutting feed-forward and head into chunks of rows changes memory, not results. */
class ChunkedStepTest {
  private record Outcome(double loss, double[] gradients) {}

  private static Outcome run(int feedForwardRows, int headRows) {
    List<AttentionKind> layers = List.of(AttentionKind.LOCAL, AttentionKind.LSH);
    var config = TinyNetwork.config(layers, PositionKind.LEARNED, 0.25, feedForwardRows, headRows);
    int[] tokens = new TinyNetwork(config, new ReferenceKernels()).tokens();
    TrainingBatch batch = new TrainingBatch(TinyNetwork.BATCH, TinyNetwork.LENGTH, tokens, tokens);
    try (TrainingStep step =
        new TrainingStep(config, MemoryConfig.DEFAULT, new ReferenceKernels())) {
      int count = Math.toIntExact(step.parameters().length());
      step.parameters().write(0, TinyNetwork.normals(1, count, 0.5));
      double loss = step.gradients(batch, new CounterRandomness(new StepKey(1, 2, 3))).loss();
      return new Outcome(loss, step.gradients().read(0, count));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "7, 0", "64, 0", "0, 1", "0, 7", "0, 64", "7, 5", "1, 1"})
  void equalsTheStepInOnePiece(int feedForwardRows, int headRows) {
    Outcome whole = run(0, 0);
    Outcome chunked = run(feedForwardRows, headRows);
    assertThat(Math.abs(chunked.loss() - whole.loss())).isLessThan(1e-12);
    assertThat(ModelFixture.relativeError(chunked.gradients(), whole.gradients()))
        .isLessThan(1e-12);
    assertThat(whole.loss()).isGreaterThan(1);
  }
}
