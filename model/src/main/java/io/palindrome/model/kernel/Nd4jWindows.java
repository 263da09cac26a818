package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One group's queries, keys and values, gathered, and its scores. */
final class Nd4jWindows {
  final int[] queryPositions;
  final int[] keyPositions;
  final Nd4jMasks masks;
  final INDArray queries;

  /** The keys as they are, [keys, dHead]. */
  final INDArray rawKeys;

  /** Factor of each key, [keys, 1]. */
  final INDArray keyScale;

  /** Scaled keys of every chunk's window, [chunks, windowLength, dHead]. */
  final INDArray keys;

  /** Values of every chunk's window, [chunks, windowLength, dHead]. */
  final INDArray values;

  private final Nd4jGroup group;
  private final Nd4jScratch scratch;

  Nd4jWindows(
      Nd4jGroup group, HeadViews head, Indices order, SeenTimes seenTimes, Nd4jScratch scratch) {
    this.group = group;
    this.scratch = scratch;
    queryPositions = group.positions(order, group.firstEntry(), group.rows());
    keyPositions = group.positions(order, group.firstKeyEntry(), group.keys());
    masks = new Nd4jMasks(group, order, seenTimes, scratch);
    queries = gather(head.queries(), queryPositions);
    rawKeys = gather(head.keys(), keyPositions);
    keyScale = keyScale();
    keys = windows(scratch.own(rawKeys.mulColumnVector(keyScale)));
    values = windows(gather(head.values(), keyPositions));
  }

  /** The rows of a matrix at {@code positions}, dense. */
  INDArray gather(Matrix matrix, int[] positions) {
    INDArray rows = scratch.take(positions.length, matrix.columns());
    Nd4jOperations.gather(Nd4jStorage.view(matrix), scratch.indices(positions), rows);
    return rows;
  }

  /** 1 / sqrt(dHead), and for shared keys also 1 / sqrt(mean(k^2) + epsilon). */
  private INDArray keyScale() {
    double root = Math.sqrt(rawKeys.columns());
    if (group.spec().keys() == KeyKind.SEPARATE) {
      return scratch.filled(1 / root, rawKeys.rows(), 1);
    }
    INDArray squares = scratch.own(rawKeys.mul(rawKeys));
    INDArray length = scratch.own(squares.mean(true, 1)).addi(ChunkAttention.KEY_EPSILON);
    return Transforms.sqrt(length, false).muli(root).rdivi(1);
  }

  /** From rows of all keys, the window of every chunk: [chunks, windowLength, columns]. */
  private INDArray windows(INDArray rows) {
    if (group.window().chunks() == 1) {
      return threeAxes(rows, group.chunks());
    }
    INDArray[] parts = new INDArray[group.window().chunks()];
    for (int w = 0; w < parts.length; w++) {
      parts[w] = shifted(rows, w);
    }
    return scratch.own(Nd4j.concat(1, parts));
  }

  /** The chunks from number w on, one for each chunk of queries, as a view on rows of keys. */
  INDArray shifted(INDArray rows, int w) {
    long columns = rows.columns();
    long chunk = group.spec().chunkLength() * columns;
    return Nd4j.create(
        rows.data(),
        new long[] {group.chunks(), group.spec().chunkLength(), columns},
        new long[] {chunk, columns, 1},
        w * chunk,
        'c');
  }

  /** The w-th {@code chunkLength} rows of each of [chunks, windowLength, columns], as a view. */
  static INDArray block(INDArray perWindow, int w, int chunkLength) {
    long columns = perWindow.size(2);
    return Nd4j.create(
        perWindow.data(),
        new long[] {perWindow.size(0), chunkLength, columns},
        new long[] {perWindow.size(1) * columns, columns, 1},
        (long) w * chunkLength * columns,
        'c');
  }

  /** Dense rows as [chunks, rows of a chunk, columns]. */
  static INDArray threeAxes(INDArray rows, int chunks) {
    return rows.reshape('c', chunks, rows.size(0) / chunks, rows.size(1));
  }

  /** An array [chunks, queries, columns] of the group as [rows, columns]. */
  INDArray twoAxes(INDArray perChunk) {
    return perChunk.reshape('c', group.rows(), perChunk.size(2));
  }

  /** A product of queries' rows with windows: [rows, windowLength]. */
  INDArray againstWindows(INDArray rows, INDArray windows) {
    INDArray products = scratch.take(group.chunks(), group.queries(), windows.size(1));
    Nd4jOperations.multiply(
        threeAxes(rows, group.chunks()), Transpose.NONE, windows, Transpose.TRANSPOSED, products);
    return twoAxes(products);
  }

  /** Windows weighted by [rows, windowLength]: [rows, columns]. */
  INDArray weighted(INDArray weights, INDArray windows) {
    INDArray sums = scratch.take(group.chunks(), group.queries(), windows.size(2));
    Nd4jOperations.multiply(
        threeAxes(weights, group.chunks()), Transpose.NONE, windows, Transpose.NONE, sums);
    return twoAxes(sums);
  }

  /** Scores of every query against its window, replaced where keys are hidden. */
  INDArray scores() {
    INDArray scores = againstWindows(queries, keys);
    masks.replace(scores);
    return scores;
  }
}
