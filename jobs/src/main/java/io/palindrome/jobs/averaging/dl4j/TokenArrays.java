package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.model.TrainingBatch;
import io.palindrome.model.parameter.HostArrays;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Between Deeplearning4j's arrays of token ids and the model's batches. */
final class TokenArrays {
  private TokenArrays() {}

  /** All ids of [batch, length], row by row. */
  static int[] read(INDArray ids) {
    return ids.castTo(DataType.INT32).reshape(ids.length()).toIntVector();
  }

  /**
   * Arrays of [batch, length] as one batch.
   *
   * @param labels null where nothing is scored
   * @param mask null where nothing is padding
   * @param firstPositions of {@link TrainingBatch}
   */
  static TrainingBatch batch(
      INDArray tokens, INDArray labels, INDArray mask, int... firstPositions) {
    int[] ids = read(tokens);
    return new TrainingBatch(
        (int) tokens.size(0),
        (int) tokens.size(1),
        ids,
        labels == null ? ignored(ids.length) : read(labels),
        mask(mask),
        firstPositions);
  }

  /** Labels that are not scored. */
  private static int[] ignored(int length) {
    int[] labels = new int[length];
    Arrays.fill(labels, TrainingBatch.IGNORED);
    return labels;
  }

  /** Deeplearning4j's mask [batch, length]: 1 real, 0 padding; empty where there is none. */
  private static int[] mask(INDArray mask) {
    return mask == null ? new int[0] : read(mask);
  }

  /** One example of a batch. */
  static TrainingBatch row(TrainingBatch batch, int row) {
    int from = row * batch.length();
    int to = from + batch.length();
    int[] mask =
        batch.mask().length == 0 ? batch.mask() : Arrays.copyOfRange(batch.mask(), from, to);
    return new TrainingBatch(
        1,
        batch.length(),
        Arrays.copyOfRange(batch.tokens(), from, to),
        Arrays.copyOfRange(batch.labels(), from, to),
        mask);
  }

  /** Labels that are scored: a causal model has nothing that predicts the first of a row. */
  static long counted(TrainingBatch batch, boolean causal) {
    long counted = 0;
    for (int i = 0; i < batch.labels().length; i++) {
      boolean predicted = !causal || i % batch.length() > 0;
      counted += predicted && batch.labels()[i] >= 0 ? 1 : 0;
    }
    return counted;
  }

  /** Writes row-major values into the rows of a matrix from {@code first} on. */
  static void writeRows(double[] values, INDArray matrix, long first) {
    long rows = values.length / matrix.columns();
    INDArray part = HostArrays.reals(matrix.dataType(), values, rows, matrix.columns());
    matrix.get(NDArrayIndex.interval(first, first + rows), NDArrayIndex.all()).assign(part);
  }
}
