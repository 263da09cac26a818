package io.palindrome.model.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One query over chosen keys, gathered into dense rows. */
final class Nd4jOneQuery {
  private final KeyKind kind;
  private final SeenKeys seen;
  private final Nd4jScratch scratch;
  private final INDArray query;
  private final INDArray keys;
  private final INDArray values;

  Nd4jOneQuery(KeyKind kind, HeadViews head, SeenKeys seen, Nd4jScratch scratch) {
    this.kind = kind;
    this.seen = seen;
    this.scratch = scratch;
    query = Nd4jStorage.view(head.queries());
    keys = gather(head.keys());
    values = gather(head.values());
  }

  private INDArray gather(Matrix matrix) {
    if (seen.rows() == null) {
      return Nd4jStorage.view(matrix.firstRows(seen.count()));
    }
    int[] rows = Arrays.copyOf(HeapIndices.of(seen.rows()), seen.count());
    INDArray gathered = scratch.take(rows.length, matrix.columns());
    Nd4jOperations.gather(Nd4jStorage.view(matrix), scratch.indices(rows), gathered);
    return gathered;
  }

  void attend(Matrix out) {
    INDArray weights = scores();
    weights.subi(weights.maxNumber());
    Transforms.exp(weights, false);
    weights.divi(weights.sumNumber());
    Nd4jOperations.multiply(weights, Transpose.NONE, values, Transpose.NONE, Nd4jStorage.view(out));
  }

  private INDArray scores() {
    INDArray scores = scratch.take(1, seen.count());
    Nd4jOperations.multiply(query, Transpose.NONE, keys, Transpose.TRANSPOSED, scores);
    double root = Math.sqrt(keys.columns());
    if (kind == KeyKind.SEPARATE) {
      return scores.divi(root);
    }
    INDArray squares = scratch.own(keys.mul(keys));
    INDArray means = scratch.own(squares.mean(true, 1)).addi(ChunkAttention.KEY_EPSILON);
    scores.diviRowVector(Transforms.sqrt(means, false).muli(root).reshape(1, seen.count()));
    double[] others = new double[seen.count()];
    double[] own = new double[seen.count()];
    for (int i = 0; i < others.length; i++) {
      int row = seen.rows() == null ? i : HeapIndices.of(seen.rows())[i];
      others[i] = row == seen.own() ? 0 : 1;
      own[i] = row == seen.own() ? ChunkAttention.SELF : 0;
    }
    return scores.muli(scratch.of(others, 1, others.length)).addi(scratch.of(own, 1, own.length));
  }
}
