package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.ChunkAttention;
import java.util.Arrays;

/**
 * One thread's tiles: a ring of the window's chunks (keys, values, their positions and scales) and
 * the scores of one chunk of queries, transposed: rows are keys, lanes are queries, so that no sum
 * runs across lanes.
 */
final class AttentionScratch {
  /** What the following tiles lie in; each field is the index of a tile's first element. */
  final float[] tiles;

  final int keys;
  final int values;
  final int queries;
  final int queriesTransposed;
  final int scores;
  final int outputs;
  final float[] scales;
  final int[] positions;

  /** -1 in rows that no query may see, 0 in others. */
  final int[] hidden;

  /** The score of a row's key where it must not be seen, as bits. */
  final int[] hiddenBits;

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
    TileLayout layout = new TileLayout();
    keys = layout.take(rows * width);
    values = layout.take(rows * width);
    queries = problem.queriesInWindow ? keys : layout.take(lanes * width);
    queriesTransposed = layout.take(width * lanes);
    scores = layout.take(rows * lanes);
    outputs = layout.take(lanes * width);
    tiles = layout.array();
    scales = new float[rows];
    positions = new int[rows];
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
    p.positions(chunk, positions, row);
    p.gather(p.head.keys(), positions, row, tiles, keys + row * p.width);
    p.gather(p.head.values(), positions, row, tiles, values + row * p.width);
    for (int i = 0; i < p.spec.chunkLength(); i++) {
      int position = positions[row + i];
      hidden[row + i] = p.masked(position) ? -1 : 0;
      hiddenBits[row + i] = AttentionPasses.MASKED_BITS;
      scales[row + i] = keyScale(p, keys + (row + i) * p.width);
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
    float square = RowOperations.dot(tiles, at, tiles, at, p.width, sumLanes);
    return (float) (1 / (Math.sqrt(square / p.dHead + ChunkAttention.KEY_EPSILON) * root));
  }

  /** Loads a chunk's queries, transposed; its keys must be loaded where they are the queries. */
  void loadQueries(AttentionProblem p, int chunk) {
    queryChunk = chunk;
    p.positions(chunk, queryPositions, 0);
    if (!p.queriesInWindow) {
      p.gather(p.head.queries(), queryPositions, 0, tiles, queries);
    }
    if (hashedTile != null) {
      hashedTile.loadQueries(p.hashedKeys, p.round(chunk), p.spec.chunkLength(), queryPositions);
    }
    transpose(tiles, queriesAt(p, chunk), p.width, p.lanes, queriesTransposed);
  }

  /** Where the chunk's queries lie. */
  int queriesAt(AttentionProblem p, int chunk) {
    return queries + (p.queriesInWindow ? p.slot(chunk) * p.lanes * p.width : 0);
  }

  /** x[to + d * rows + i] = x[from + i * width + d]; rows is a multiple of 4. */
  static void transpose(float[] x, int from, int width, int rows, int to) {
    for (int i = 0; i < rows; i += 4) {
      int at = from + i * width;
      for (int d = 0; d < width; d++) {
        int target = to + d * rows + i;
        x[target] = x[at + d];
        x[target + 1] = x[at + width + d];
        x[target + 2] = x[at + 2 * width + d];
        x[target + 3] = x[at + 3 * width + d];
      }
    }
  }
}
