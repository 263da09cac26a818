package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * One head's chunk attention, a group of chunks at a time (REFORMER.md sections 3 and 4). What the
 * hash rounds see of a position is combined as it comes: (m, s) and the unfinished output stay in
 * the position's rows of the results.
 */
final class Nd4jAttention {
  private final ChunkAttention spec;
  private final HeadViews head;
  private final Indices order;
  private final Nd4jKernels kernels;
  private final SeenTimes seenTimes;

  Nd4jAttention(ChunkAttention spec, HeadViews head, Indices order, Nd4jKernels kernels) {
    this.spec = spec;
    this.head = head;
    this.order = order;
    this.kernels = kernels;
    this.seenTimes = Nd4jGroup.seenTimes(spec, head.queries().rows());
  }

  void attend(Matrix out, Matrix normalizer) {
    kernels.fill(out, 0);
    kernels.fill(normalizer.columnRange(0, 1), Double.NEGATIVE_INFINITY);
    kernels.fill(normalizer.columnRange(1, 1), 0);
    for (Nd4jGroup group : Nd4jGroup.of(spec, head.queries().rows())) {
      try (Nd4jScratch scratch = kernels.scratch()) {
        attend(group, out, normalizer, scratch);
      }
    }
    Nd4jStorage.view(out).diviColumnVector(Nd4jStorage.view(normalizer.columnRange(1, 1)));
  }

  private void attend(Nd4jGroup group, Matrix out, Matrix normalizer, Nd4jScratch scratch) {
    Nd4jWindows windows = new Nd4jWindows(group, head, order, seenTimes, scratch);
    INDArray weights = windows.scores();
    INDArray maximum = scratch.own(weights.max(true, 1));
    Transforms.exp(weights.subiColumnVector(maximum), false);
    INDArray sum = scratch.own(weights.sum(true, 1));
    INDArray dropout = windows.masks.dropout();
    if (dropout != null) {
      weights.muli(dropout);
    }
    INDArray value = windows.weighted(weights, windows.values);
    for (Nd4jGroup.Run run : group.runs(group.firstEntry(), group.rows())) {
      int[] positions = group.positions(order, run.entry(), run.count());
      int from = run.entry() - group.firstEntry();
      Seen seen =
          new Seen(
              rows(maximum, from, run.count()),
              rows(sum, from, run.count()),
              rows(value, from, run.count()));
      seen.mergeInto(normalizer, out, scratch.indices(positions), scratch);
    }
  }

  private static INDArray rows(INDArray dense, long from, long count) {
    long columns = dense.size(1);
    return Nd4jStorage.view(dense, from * columns, count, columns, columns);
  }

  /** Of each position: highest score, sum of exp(score - highest), values weighted likewise. */
  private record Seen(INDArray maximum, INDArray sum, INDArray value) {
    void mergeInto(Matrix normalizer, Matrix out, INDArray positions, Nd4jScratch scratch) {
      long count = maximum.size(0);
      INDArray before = scratch.take(count, 2);
      Nd4jOperations.gather(Nd4jStorage.view(normalizer), positions, before);
      INDArray accumulated = scratch.take(count, value.size(1));
      Nd4jOperations.gather(Nd4jStorage.view(out), positions, accumulated);
      INDArray oldMaximum = Nd4jStorage.view(before, 0, count, 1, 2);
      INDArray oldSum = Nd4jStorage.view(before, 1, count, 1, 2);
      INDArray joint = scratch.own(Transforms.max(maximum, oldMaximum, true));
      INDArray shrink = Transforms.exp(scratch.own(oldMaximum.sub(joint)), false);
      INDArray shrinkNew = Transforms.exp(scratch.own(maximum.sub(joint)), false);
      oldMaximum.assign(joint);
      oldSum.muli(shrink).addi(scratch.own(sum.mul(shrinkNew)));
      INDArray added = scratch.own(value.mulColumnVector(shrinkNew));
      accumulated.muliColumnVector(shrink).addi(added);
      Nd4jOperations.scatter(Nd4jStorage.view(normalizer), positions, before);
      Nd4jOperations.scatter(Nd4jStorage.view(out), positions, accumulated);
    }
  }
}
