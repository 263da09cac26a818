package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The gradient of {@link Nd4jAttention}, a group of chunks at a time; scores are computed anew.
 *
 * <pre>p = exp(s - m) / sum, dS = p * (dropout * (gradOut . v) - gradOut . out)</pre>
 */
final class Nd4jAttentionGradient {
  private final ChunkAttention spec;
  private final HeadViews head;
  private final Indices order;
  private final Nd4jKernels kernels;
  private final SeenTimes seenTimes;

  Nd4jAttentionGradient(ChunkAttention spec, HeadViews head, Indices order, Nd4jKernels kernels) {
    this.spec = spec;
    this.head = head;
    this.order = order;
    this.kernels = kernels;
    this.seenTimes = Nd4jGroup.seenTimes(spec, head.queries().rows());
  }

  void add(Attended attended, HeadViews grad) {
    for (Nd4jGroup group : Nd4jGroup.of(spec, head.queries().rows())) {
      try (Nd4jScratch scratch = kernels.scratch()) {
        add(group, attended, grad, scratch);
      }
    }
  }

  private void add(Nd4jGroup group, Attended attended, HeadViews grad, Nd4jScratch scratch) {
    Nd4jWindows windows = new Nd4jWindows(group, head, order, seenTimes, scratch);
    INDArray gradOut = windows.gather(attended.gradOut(), windows.queryPositions);
    INDArray out = windows.gather(attended.out(), windows.queryPositions);
    INDArray mean = scratch.own(scratch.own(gradOut.mul(out)).sum(true, 1));
    INDArray p = probabilities(windows, attended.normalizer());
    INDArray dropout = windows.masks.dropout();
    INDArray kept = dropout == null ? p : scratch.own(p.mul(dropout));
    INDArray gradValues = fold(group, windows, kept, gradOut, scratch);
    addRows(group, group.firstKeyEntry(), gradValues, grad.values(), scratch);
    INDArray gradScores = windows.againstWindows(gradOut, windows.values);
    if (dropout != null) {
      gradScores.muli(dropout);
    }
    gradScores.subiColumnVector(mean).muli(p);
    windows.masks.clear(gradScores);
    INDArray gradQueries = windows.weighted(gradScores, windows.keys);
    addRows(group, group.firstEntry(), gradQueries, grad.queries(), scratch);
    INDArray gradScaled = fold(group, windows, gradScores, windows.queries, scratch);
    INDArray gradKeys = unscale(windows, gradScaled, scratch);
    addRows(group, group.firstKeyEntry(), gradKeys, grad.keys(), scratch);
  }

  /** Adds row i to the row of target that entry {@code firstEntry + i} stands for. */
  private void addRows(
      Nd4jGroup group, int firstEntry, INDArray rows, Matrix target, Nd4jScratch scratch) {
    long columns = rows.size(1);
    for (Nd4jGroup.Run run : group.runs(firstEntry, Math.toIntExact(rows.size(0)))) {
      int[] positions = group.positions(order, run.entry(), run.count());
      long offset = (run.entry() - firstEntry) * columns;
      Nd4jOperations.scatterAdd(
          Nd4jStorage.view(target),
          scratch.indices(positions),
          Nd4jStorage.view(rows, offset, run.count(), columns, columns));
    }
  }

  private static INDArray probabilities(Nd4jWindows windows, Matrix normalizer) {
    INDArray p = windows.scores();
    INDArray known = windows.gather(normalizer, windows.queryPositions);
    long rows = known.size(0);
    p.subiColumnVector(Nd4jStorage.view(known, 0, rows, 1, 2));
    return Transforms.exp(p, false).diviColumnVector(Nd4jStorage.view(known, 1, rows, 1, 2));
  }

  /** Of every key, the sum over the windows that it lies in: weights^T rows, [keys, columns]. */
  private static INDArray fold(
      Nd4jGroup group, Nd4jWindows windows, INDArray weights, INDArray rows, Nd4jScratch scratch) {
    long columns = rows.size(1);
    int chunkLength = group.spec().chunkLength();
    INDArray perWindow = scratch.take(group.chunks(), group.windowLength(), columns);
    Nd4jOperations.multiply(
        Nd4jWindows.threeAxes(weights, group.chunks()),
        Transpose.TRANSPOSED,
        Nd4jWindows.threeAxes(rows, group.chunks()),
        Transpose.NONE,
        perWindow);
    INDArray sums = scratch.filled(0, group.keys(), columns);
    for (int w = 0; w < group.window().chunks(); w++) {
      windows.shifted(sums, w).addi(Nd4jWindows.block(perWindow, w, chunkLength));
    }
    return sums;
  }

  /** With r = keyScale: r * g, and for shared keys also - r^3 (k . g) k. */
  private INDArray unscale(Nd4jWindows windows, INDArray g, Nd4jScratch scratch) {
    INDArray scale = windows.keyScale;
    if (spec.keys() == KeyKind.SEPARATE) {
      return g.muliColumnVector(scale);
    }
    INDArray k = windows.rawKeys;
    INDArray along = scratch.own(scratch.own(g.mul(k)).sum(true, 1));
    along.muli(scale).muli(scale).muli(scale);
    INDArray radial = scratch.own(k.mulColumnVector(along));
    return g.muliColumnVector(scale).subi(radial);
  }
}
