package io.palindrome.jobs.averaging.mean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class SliceMeanTest {
  private static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static byte[] doubles(double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * 8).order(ByteOrder.nativeOrder());
    buffer.asDoubleBuffer().put(values);
    return buffer.array();
  }

  @Test
  void weighsByTokens() {
    byte[] mean =
        SliceMean.of(
            List.of(new WorkerSlice(0, 30, floats(1, 8)), new WorkerSlice(1, 10, floats(5, 0))),
            DataType.FLOAT);
    assertThat(mean).isEqualTo(floats(2, 6));
  }

  @Test
  void sumsInTheOrderOfTheWorkersHoweverTheyArrive() {
    WorkerSlice first = new WorkerSlice(0, 1, doubles(1e16));
    WorkerSlice second = new WorkerSlice(1, 1, doubles(1));
    WorkerSlice third = new WorkerSlice(2, 1, doubles(-1e16));
    byte[] inOrder = SliceMean.of(List.of(first, second, third), DataType.DOUBLE);
    assertThat(SliceMean.of(List.of(third, second, first), DataType.DOUBLE)).isEqualTo(inOrder);
    assertThat(inOrder).isEqualTo(doubles((1e16 + 1 - 1e16) / 3));
  }

  @Test
  void equalTokensGiveThePlainMeanToTheBit() {
    float a = 0.1f;
    float b = 1e-9f;
    byte[] mean =
        SliceMean.of(
            List.of(new WorkerSlice(0, 63, floats(a)), new WorkerSlice(1, 63, floats(b))),
            DataType.FLOAT);
    assertThat(mean).isEqualTo(floats((float) (((double) a + b) / 2)));
  }

  @Test
  void aSingleWorkerKeepsItsBits() {
    byte[] bytes = doubles(0.1, -0.0, Double.MIN_VALUE, 1e300);
    assertThat(SliceMean.of(List.of(new WorkerSlice(0, 12_345, bytes)), DataType.DOUBLE))
        .isEqualTo(doubles(0.1, 0.0, Double.MIN_VALUE, 1e300));
  }

  @Test
  void aWorkerWithoutTokensHasNoWeight() {
    byte[] mean =
        SliceMean.of(
            List.of(new WorkerSlice(0, 0, floats(9)), new WorkerSlice(1, 5, floats(2))),
            DataType.FLOAT);
    assertThat(mean).isEqualTo(floats(2));
  }

  @Test
  void workersThatTrainedOnNothingKeepWhatTheyStartedFrom() {
    byte[] start = floats(0.1f, -3e-12f);
    byte[] mean =
        SliceMean.of(
            List.of(
                new WorkerSlice(0, 0, start),
                new WorkerSlice(1, 0, start),
                new WorkerSlice(2, 0, start)),
            DataType.FLOAT);
    assertThat(mean).isEqualTo(start);
  }

  private static WorkerReport report(StepReport... steps) {
    return new WorkerReport(0, List.of(steps), 1, 1, 1, 1, List.of());
  }

  @Test
  void skippedStepsCountNeitherAsTokensNorInTheLoss() {
    WorkerReport report =
        report(
            new StepReport(2, 10, 1, 0, 1),
            new StepReport(Double.NaN, 10, 1, 0, 1),
            new StepReport(3, 10, Double.POSITIVE_INFINITY, 0, 1),
            new StepReport(4, 30, 1, 0, 1));
    assertThat(report.tokens()).isEqualTo(40);
    assertThat(report.skippedSteps()).isEqualTo(2);
    assertThat(WorkerReport.meanLoss(List.of(report))).isEqualTo(3.5);
    assertThat(WorkerReport.meanLoss(List.of(report(new StepReport(1, 5, Double.NaN, 0, 1)))))
        .isNaN();
  }

  @Test
  void rejectsARoundWithoutLabels() {
    assertThatThrownBy(() -> RoundOutcome.of(List.of(report(new StepReport(0, 0, 0, 0, 1)))))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot average 1 workers: none of them had a token to learn from; check the labels of"
                + " the dataset");
    RoundOutcome skipped = RoundOutcome.of(List.of(report(new StepReport(Double.NaN, 7, 0, 0, 1))));
    assertThat(skipped.reports().get(0).tokens()).isZero();
  }
}
