package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.ChunkAttention;
import java.util.Arrays;

/**
 * One thread's tiles: a ring of the window's chunks (keys, values, their positions and scales) and
 * the scores of one chunk of queries, transposed: rows are keys, lanes are queries, so that no sum
 * runs across lanes.
 */
final class AttentionScratch {
  final float[] keys;
  final float[] values;
  final float[] scales;
  final int[] positions;

  /** -1 in rows that no query may see, 0 in others. */
  final int[] hidden;

  /** The score of a row's key where it must not be seen, as bits. */
  final int[] hiddenBits;

  final float[] queries;
  final float[] queriesTransposed;
  final float[] scores;
  final float[] outputs;
  final float[] maxima;
  final float[] sums;
  final int[] queryPositions;
  private final float[] sumLanes = new float[Lanes.LENGTH];

  /** The chunk of keys in each slot, and that of the queries, counted without wrapping. */
  final int[] keyChunks;

  int queryChunk;

  /** Null where windows are all that matters. */
  final HashedTile hashedTile;

  private final AttentionShape shape;

  AttentionScratch(AttentionProblem problem) {
    shape = AttentionShape.of(problem);
    int rows = problem.windowRows();
    int lanes = problem.lanes;
    int width = problem.width;
    keys = new float[rows * width];
    values = new float[rows * width];
    scales = new float[rows];
    positions = new int[rows];
    queries = problem.queriesInWindow ? keys : new float[lanes * width];
    queriesTransposed = new float[width * lanes];
    scores = new float[rows * lanes];
    outputs = new float[lanes * width];
    maxima = new float[lanes];
    sums = new float[lanes];
    queryPositions = new int[lanes];
    keyChunks = new int[problem.slots];
    hidden = new int[rows];
    hiddenBits = new int[rows];
    hashedTile =
        problem.hashedKeys == null ? null : new HashedTile(problem.hashedKeys.rounds, rows, lanes);
    Arrays.fill(positions, AttentionPasses.NO_KEY);
    Arrays.fill(hidden, -1);
    Arrays.fill(hiddenBits, AttentionPasses.ABSENT_BITS);
  }

  /** Whether this scratch fits another problem of the same sizes. */
  boolean fits(AttentionProblem other) {
    return shape.equals(AttentionShape.of(other));
  }

  /** Loads a chunk's keys and values into its slot of the ring. */
  void loadKeys(AttentionProblem p, int chunk) {
    int row = p.slot(chunk) * p.lanes;
    keyChunks[p.slot(chunk)] = chunk;
    p.gather(p.head.keys(), chunk, keys, row * p.width);
    p.gather(p.head.values(), chunk, values, row * p.width);
    for (int i = 0; i < p.spec.chunkLength(); i++) {
      int position = p.position(chunk, i);
      positions[row + i] = position;
      hidden[row + i] = p.masked(position) ? -1 : 0;
      hiddenBits[row + i] = AttentionPasses.MASKED_BITS;
      scales[row + i] = keyScale(p, (row + i) * p.width);
      if (hashedTile != null) {
        hashedTile.loadKey(p.hashedKeys, row + i, p.round(chunk), position);
      }
    }
  }

  private float keyScale(AttentionProblem p, int at) {
    double root = Math.sqrt(p.dHead);
    if (!p.shared) {
      return (float) (1 / root);
    }
    float square = RowOperations.dot(keys, at, keys, at, p.width, sumLanes);
    return (float) (1 / (Math.sqrt(square / p.dHead + ChunkAttention.KEY_EPSILON) * root));
  }

  /** Loads a chunk's queries, transposed; its keys must be loaded where they are the queries. */
  void loadQueries(AttentionProblem p, int chunk) {
    queryChunk = chunk;
    if (!p.queriesInWindow) {
      p.gather(p.head.queries(), chunk, queries, 0);
    }
    for (int i = 0; i < p.spec.chunkLength(); i++) {
      queryPositions[i] = p.position(chunk, i);
    }
    if (hashedTile != null) {
      hashedTile.loadQueries(p.hashedKeys, p.round(chunk), p.spec.chunkLength(), queryPositions);
    }
    transpose(queries, queriesAt(p, chunk), p.width, p.lanes, queriesTransposed);
  }

  /** Where the chunk's queries lie in {@link #queries}. */
  int queriesAt(AttentionProblem p, int chunk) {
    return p.queriesInWindow ? p.slot(chunk) * p.lanes * p.width : 0;
  }

  /** to[d * rows + i] = from[i * width + d]; rows is a multiple of 4. */
  static void transpose(float[] from, int fromAt, int width, int rows, float[] to) {
    for (int i = 0; i < rows; i += 4) {
      int at = fromAt + i * width;
      for (int d = 0; d < width; d++) {
        int target = d * rows + i;
        to[target] = from[at + d];
        to[target + 1] = from[at + width + d];
        to[target + 2] = from[at + 2 * width + d];
        to[target + 3] = from[at + 3 * width + d];
      }
    }
  }
}
