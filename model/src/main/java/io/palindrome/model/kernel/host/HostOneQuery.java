package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.SeenKeys;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * One query over chosen keys, a block of keys after the other, each with its own maximum and sum;
 * blocks run in parallel and are combined in their order.
 */
final class HostOneQuery {
  /** Keys of a block: a constant, so that threads never change a bit. */
  private static final int BLOCK = 1024;

  private final WorkerPool workers;
  private Block[] blocks = new Block[0];

  HostOneQuery(WorkerPool workers) {
    this.workers = workers;
  }

  /** Where one block of keys is worked on. */
  private static final class Block {
    final float[] scores = new float[BLOCK];
    final float[] lanes = new float[2 * LENGTH];
    float[] output = new float[0];
    float maximum;
    float sum;
  }

  /** Everything that blocks share. */
  private record Problem(boolean shared, HeadViews head, SeenKeys seen) {
    int row(int i) {
      return seen.rows() == null ? i : HeapIndices.of(seen.rows())[i];
    }

    int dHead() {
      return head.queries().columns();
    }
  }

  void attend(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out) {
    Problem p = new Problem(keys == KeyKind.SHARED, head, seen);
    int count = (seen.count() + BLOCK - 1) / BLOCK;
    int had = blocks.length;
    if (had < count) {
      blocks = Arrays.copyOf(blocks, count);
      Arrays.setAll(blocks, i -> i < had ? blocks[i] : new Block());
    }
    workers.forEach(
        count, i -> attend(p, i * BLOCK, Math.min(seen.count(), (i + 1) * BLOCK), blocks[i]));
    combine(count, out);
  }

  private static void attend(Problem p, int from, int to, Block block) {
    int count = to - from;
    block.maximum = scores(p, from, count, block);
    block.sum = exponentiate(block, count);
    if (block.output.length != p.dHead()) {
      block.output = new float[p.dHead()];
    }
    Arrays.fill(block.output, 0);
    Matrix values = p.head().values();
    float[] from0 = HostStorage.of(values);
    for (int i = 0; i < count; i++) {
      int at = HostStorage.at(values, p.row(from + i));
      RowOperations.add(block.scores[i], from0, at, block.output, 0, p.dHead());
    }
  }

  /** Scores of a block's keys; returns the largest. */
  private static float scores(Problem p, int from, int count, Block block) {
    Matrix keys = p.head().keys();
    float[] query = HostStorage.of(p.head().queries());
    int queryAt = HostStorage.at(p.head().queries(), 0);
    float[] values = HostStorage.of(keys);
    float root = (float) (1 / Math.sqrt(p.dHead()));
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      int row = p.row(from + i);
      int at = HostStorage.at(keys, row);
      float score;
      if (p.shared()) {
        score =
            row == p.seen().own()
                ? (float) ChunkAttention.SELF
                : root * sharedScore(query, queryAt, values, at, p.dHead(), block.lanes);
      } else {
        score = root * RowOperations.dot(query, queryAt, values, at, p.dHead(), block.lanes);
      }
      block.scores[i] = score;
      highest = Math.max(highest, score);
    }
    return highest;
  }

  /** query . key / sqrt(mean(key^2) + epsilon), both sums in one go over the key. */
  private static float sharedScore(
      float[] query, int queryAt, float[] keys, int at, int count, float[] lanes) {
    FloatVector products = FloatVector.zero(SPECIES);
    FloatVector squares = FloatVector.zero(SPECIES);
    int whole = Lanes.roundDown(count);
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector key = FloatVector.fromArray(SPECIES, keys, at + j);
      products = FloatVector.fromArray(SPECIES, query, queryAt + j).fma(key, products);
      squares = key.fma(key, squares);
    }
    products.intoArray(lanes, 0);
    squares.intoArray(lanes, LENGTH);
    float product = Lanes.sum(lanes, 0);
    float square = Lanes.sum(lanes, LENGTH);
    for (int j = whole; j < count; j++) {
      product += query[queryAt + j] * keys[at + j];
      square += keys[at + j] * keys[at + j];
    }
    return product / (float) Math.sqrt(square / count + ChunkAttention.KEY_EPSILON);
  }

  /** Scores become exp(score - maximum); returns their sum. */
  private static float exponentiate(Block block, int count) {
    float[] scores = block.scores;
    Arrays.fill(block.lanes, block.maximum);
    VectorExp.exponentiate(scores, 0, Lanes.roundUp(count) / LENGTH, LENGTH, block.lanes, null);
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += scores[i];
    }
    return sum;
  }

  /** out = sum of outputs / sum of sums, all scaled to the largest maximum. */
  private void combine(int count, Matrix out) {
    float maximum = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      maximum = Math.max(maximum, blocks[i].maximum);
    }
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += blocks[i].sum * (float) Math.exp(blocks[i].maximum - maximum);
    }
    float[] values = HostStorage.of(out);
    int at = HostStorage.at(out, 0);
    Arrays.fill(values, at, at + out.columns(), 0);
    for (int i = 0; i < count; i++) {
      float scale = (float) Math.exp(blocks[i].maximum - maximum) / sum;
      RowOperations.add(scale, blocks[i].output, 0, values, at, out.columns());
    }
  }
}
