package io.palindrome.model.kernel;

import io.palindrome.conf.Activation;
import io.palindrome.conf.Check;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Kernels composed from ND4J operations: they run on any ND4J backend, and are what remains where
 * no fused kernels fit. Real numbers lie in the backend's memory, indices on the heap; temporaries
 * are closed before an operation returns.
 */
public final class Nd4jKernels implements Kernels {
  /** Most factors of a dropout mask that are made at a time. */
  private static final int MASK_ELEMENTS = 1 << 18;

  private final DataType type;

  /**
   * @param type FLOAT or DOUBLE
   */
  public Nd4jKernels(DataType type) {
    Check.that(
        type == DataType.FLOAT || type == DataType.DOUBLE,
        "data type of kernels must be FLOAT or DOUBLE, but is %s",
        type);
    this.type = type;
  }

  /** A place for one operation's temporaries. */
  Nd4jScratch scratch() {
    return new Nd4jScratch(type);
  }

  private static INDArray view(Matrix matrix) {
    return Nd4jStorage.view(matrix);
  }

  @Override
  public int elementBytes() {
    return type.width();
  }

  @Override
  public Storage allocate(long length) {
    return new Nd4jStorage(type, length);
  }

  @Override
  public Indices allocateIndices(int length) {
    return new HeapIndices(new int[length]);
  }

  @Override
  public void load(INDArray array, Storage storage) {
    row(storage, array.length()).assign(array.reshape(1, array.length()));
  }

  @Override
  public void store(Storage storage, INDArray array) {
    array.assign(row(storage, array.length()).reshape(array.shape()));
  }

  private static INDArray row(Storage storage, long count) {
    return view(new Matrix(storage, 0, 1, Math.toIntExact(count), Math.toIntExact(count)));
  }

  @Override
  public void fill(Matrix x, double value) {
    view(x).assign(value);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    view(to).assign(view(from));
  }

  @Override
  public void add(double scale, Matrix x, Matrix into) {
    if (scale == 1) {
      view(into).addi(view(x));
      return;
    }
    try (Nd4jScratch scratch = scratch()) {
      view(into).addi(scratch.own(view(x).mul(scale)));
    }
  }

  @Override
  public void multiplyElements(Matrix x, Matrix y, Matrix product) {
    try (Nd4jScratch scratch = scratch()) {
      view(product).assign(scratch.own(view(x).mul(view(y))));
    }
  }

  @Override
  public void rotatePairs(double direction, int firstPosition, Matrix x) {
    if (x.columns() > 1) {
      try (Nd4jScratch scratch = scratch()) {
        Nd4jRotation.rotate(direction, firstPosition, x, scratch);
      }
    }
  }

  @Override
  public void addBias(double scale, Matrix bias, Matrix into) {
    try (Nd4jScratch scratch = scratch()) {
      view(into).addiRowVector(scratch.own(view(bias).mul(scale)));
    }
  }

  @Override
  public void addColumnSums(Matrix x, Matrix into) {
    try (Nd4jScratch scratch = scratch()) {
      Nd4jOperations.addColumnSums(view(x), view(into), scratch);
    }
  }

  @Override
  public double largestDifference(Matrix a, Matrix b) {
    try (Nd4jScratch scratch = scratch()) {
      INDArray difference = Transforms.abs(scratch.own(view(a).sub(view(b))), false);
      double sum = difference.sumNumber().doubleValue();
      return Double.isNaN(sum) ? sum : difference.maxNumber().doubleValue();
    }
  }

  @Override
  public void applyDropout(Dropout dropout, Matrix x) {
    if (dropout == Dropout.NONE) {
      return;
    }
    int rows = Math.max(1, MASK_ELEMENTS / x.columns());
    for (int first = 0; first < x.rows(); first += rows) {
      Matrix window = x.rowRange(first, Math.min(rows, x.rows() - first));
      try (Nd4jScratch scratch = scratch()) {
        double[] mask = new double[window.rows() * x.columns()];
        for (int i = 0; i < mask.length; i++) {
          mask[i] = dropout.scale(first + i / x.columns(), i % x.columns());
        }
        view(window).muli(scratch.of(mask, window.rows(), x.columns()));
      }
    }
  }

  @Override
  public void addGathered(Matrix table, Indices rows, int from, Matrix into) {
    try (Nd4jScratch scratch = scratch()) {
      Nd4jRows.addGathered(table, range(rows, from, into.rows()), into, scratch);
    }
  }

  @Override
  public void addScattered(Matrix x, Indices rows, int from, Matrix table) {
    Nd4jRows.addScattered(x, range(rows, from, x.rows()), table, this);
  }

  private static int[] range(Indices indices, int from, int count) {
    return Arrays.copyOfRange(HeapIndices.of(indices), from, from + count);
  }

  @Override
  public void multiply(
      double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
    Nd4jOperations.multiply(alpha, view(a), opA, view(b), opB, beta, view(c));
  }

  @Override
  public void layerNorm(Matrix x, NormParameters norm, Matrix y) {
    try (Nd4jScratch scratch = scratch()) {
      Nd4jNorm.layerNorm(x, norm, y, scratch);
    }
  }

  @Override
  public void addLayerNormGradient(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into) {
    try (Nd4jScratch scratch = scratch()) {
      Nd4jNorm.addGradient(x, norm, gradY, gradX, into, scratch);
    }
  }

  @Override
  public void unfold(ImageWindow window, Matrix x, Matrix patches) {
    Nd4jImages.unfold(window, x, patches, this);
  }

  @Override
  public void addFolded(ImageWindow window, Matrix patches, Matrix into) {
    Nd4jImages.addFolded(window, patches, into, this);
  }

  @Override
  public void columnStatistics(Matrix x, Matrix statistics) {
    try (Nd4jScratch scratch = scratch()) {
      Nd4jImages.columnStatistics(x, statistics, scratch);
    }
  }

  @Override
  public void columnNorm(Matrix x, ColumnNorm norm, Matrix y) {
    try (Nd4jScratch scratch = scratch()) {
      Nd4jImages.columnNorm(x, norm, y, scratch);
    }
  }

  @Override
  public void addColumnNormGradient(
      Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into) {
    try (Nd4jScratch scratch = scratch()) {
      Nd4jImages.addColumnNormGradient(x, norm, gradY, gradX, into, scratch);
    }
  }

  @Override
  public void activate(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a) {
    view(h).addiRowVector(view(bias));
    applyDropout(dropout, h);
    try (Nd4jScratch scratch = scratch()) {
      view(a).assign(Nd4jActivation.value(activation, view(h), scratch));
    }
  }

  @Override
  public void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA) {
    try (Nd4jScratch scratch = scratch()) {
      view(gradA).muli(Nd4jActivation.derivative(activation, view(h), scratch));
    }
    applyDropout(dropout, gradA);
  }

  @Override
  public void map(ElementFunction function, Matrix x, Matrix y) {
    try (Nd4jScratch scratch = scratch()) {
      view(y).assign(new Nd4jElements(function, view(x), scratch).value());
    }
  }

  @Override
  public void mapGradient(ElementFunction function, Matrix x, Matrix grad) {
    try (Nd4jScratch scratch = scratch()) {
      view(grad).muli(new Nd4jElements(function, view(x), scratch).derivative());
    }
  }

  @Override
  public void divideElements(Matrix divisor, Matrix into) {
    view(into).divi(view(divisor));
  }

  @Override
  public void hash(Matrix queryKeys, Matrix rotations, HashSpec spec, Indices buckets) {
    Nd4jHash.hash(queryKeys, rotations, spec, HeapIndices.of(buckets), this);
  }

  @Override
  public void countingSort(Indices keys, int keyCount, Indices order) {
    CountingSort.sort(HeapIndices.of(keys), keyCount, HeapIndices.of(order));
  }

  @Override
  public void numberChunks(Indices order, int chunkLength, Indices chunks) {
    int[] sorted = HeapIndices.of(order);
    for (int entry = 0; entry < sorted.length; entry++) {
      HeapIndices.of(chunks)[sorted[entry]] = entry / chunkLength;
    }
  }

  @Override
  public void attend(
      ChunkAttention attention, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    new Nd4jAttention(attention, head, order, this).attend(out, normalizer);
  }

  @Override
  public void addAttendGradient(
      ChunkAttention attention, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    new Nd4jAttentionGradient(attention, head, order, this).add(attended, grad);
  }

  @Override
  public void attendOne(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out) {
    try (Nd4jScratch scratch = scratch()) {
      new Nd4jOneQuery(keys, head, seen, scratch).attend(out);
    }
  }

  @Override
  public void crossEntropy(Matrix logits, Indices labels, int from, double scale, Matrix losses) {
    try (Nd4jScratch scratch = scratch()) {
      int[] of = range(labels, from, logits.rows());
      Nd4jCrossEntropy.apply(logits, of, scale, losses, scratch);
    }
  }

  @Override
  public void close() {}
}
