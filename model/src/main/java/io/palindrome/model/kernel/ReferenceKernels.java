package io.palindrome.model.kernel;

import io.palindrome.conf.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Plain loops in float64: what every other implementation is held to, and what the fixtures run on.
 * Nothing here is fast; everything here can be read beside its formula.
 */
public final class ReferenceKernels implements Kernels {
  private final ReferenceAttention attention = new ReferenceAttention();

  @Override
  public int elementBytes() {
    return Double.BYTES;
  }

  @Override
  public Storage allocate(long length) {
    return new ReferenceStorage(length);
  }

  @Override
  public Indices allocateIndices(int length) {
    return new HeapIndices(new int[length]);
  }

  @Override
  public void load(INDArray array, Storage storage) {
    storage.write(0, array.reshape(array.length()).castTo(DataType.DOUBLE).toDoubleVector());
  }

  @Override
  public void store(Storage storage, INDArray array) {
    double[] values = storage.read(0, Math.toIntExact(array.length()));
    array.assign(Nd4j.createFromArray(values).reshape(array.shape()));
  }

  @Override
  public void fill(Matrix x, double value) {
    forEach(x, (values, at, i, j) -> values[at] = value);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    double[] source = ReferenceStorage.of(from);
    forEach(to, (values, at, i, j) -> values[at] = source[at(from, i, j)]);
  }

  @Override
  public void add(double scale, Matrix x, Matrix into) {
    double[] source = ReferenceStorage.of(x);
    forEach(into, (values, at, i, j) -> values[at] += scale * source[at(x, i, j)]);
  }

  @Override
  public void multiplyElements(Matrix x, Matrix y, Matrix product) {
    double[] left = ReferenceStorage.of(x);
    double[] right = ReferenceStorage.of(y);
    forEach(product, (values, at, i, j) -> values[at] = left[at(x, i, j)] * right[at(y, i, j)]);
  }

  @Override
  public void rotatePairs(double direction, int firstPosition, Matrix x) {
    double[] values = ReferenceStorage.of(x);
    int half = x.columns() / 2;
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < half; j++) {
        double angle = direction * (firstPosition + i) * RotaryAngles.frequency(j, half);
        double a = values[at(x, i, j)];
        double b = values[at(x, i, half + j)];
        values[at(x, i, j)] = a * Math.cos(angle) - b * Math.sin(angle);
        values[at(x, i, half + j)] = a * Math.sin(angle) + b * Math.cos(angle);
      }
    }
  }

  @Override
  public void addBias(double scale, Matrix bias, Matrix into) {
    double[] source = ReferenceStorage.of(bias);
    forEach(into, (values, at, i, j) -> values[at] += scale * source[at(bias, 0, j)]);
  }

  @Override
  public void addColumnSums(Matrix x, Matrix into) {
    double[] sums = ReferenceStorage.of(into);
    forEach(x, (values, at, i, j) -> sums[at(into, 0, j)] += values[at]);
  }

  @Override
  public double largestDifference(Matrix a, Matrix b) {
    double[] other = ReferenceStorage.of(b);
    double[] largest = {0};
    forEach(
        a,
        (values, at, i, j) ->
            largest[0] = Math.max(largest[0], Math.abs(values[at] - other[at(b, i, j)])));
    return largest[0];
  }

  @Override
  public void applyDropout(Dropout dropout, Matrix x) {
    forEach(x, (values, at, i, j) -> values[at] *= dropout.scale(i, j));
  }

  @Override
  public void addGathered(Matrix table, Indices rows, int from, Matrix into) {
    double[] source = ReferenceStorage.of(table);
    int[] row = HeapIndices.of(rows);
    forEach(into, (values, at, i, j) -> values[at] += source[at(table, row[from + i], j)]);
  }

  @Override
  public void addScattered(Matrix x, Indices rows, int from, Matrix table) {
    double[] target = ReferenceStorage.of(table);
    int[] row = HeapIndices.of(rows);
    forEach(x, (values, at, i, j) -> target[at(table, row[from + i], j)] += values[at]);
  }

  @Override
  public void multiply(
      double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
    double[] left = ReferenceStorage.of(a);
    double[] right = ReferenceStorage.of(b);
    int inner = opA == Transpose.NONE ? a.columns() : a.rows();
    forEach(
        c,
        (values, at, i, j) -> {
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            double x = left[opA == Transpose.NONE ? at(a, i, k) : at(a, k, i)];
            double y = right[opB == Transpose.NONE ? at(b, k, j) : at(b, j, k)];
            sum += x * y;
          }
          values[at] = (beta == 0 ? 0 : beta * values[at]) + alpha * sum;
        });
  }

  @Override
  public void layerNorm(Matrix x, NormParameters norm, Matrix y) {
    ReferenceLayerNorm.normalize(x, norm, y);
  }

  @Override
  public void addLayerNormGradient(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into) {
    ReferenceLayerNorm.addGradient(x, norm, gradY, gradX, into);
  }

  @Override
  public void unfold(ImageWindow window, Matrix x, Matrix patches) {
    ReferenceImages.unfold(window, x, patches);
  }

  @Override
  public void addFolded(ImageWindow window, Matrix patches, Matrix into) {
    ReferenceImages.addFolded(window, patches, into);
  }

  @Override
  public void columnStatistics(Matrix x, Matrix statistics) {
    ReferenceImages.columnStatistics(x, statistics);
  }

  @Override
  public void columnNorm(Matrix x, ColumnNorm norm, Matrix y) {
    ReferenceImages.columnNorm(x, norm, y);
  }

  @Override
  public void addColumnNormGradient(
      Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into) {
    ReferenceImages.addColumnNormGradient(x, norm, gradY, gradX, into);
  }

  @Override
  public void activate(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a) {
    double[] biases = ReferenceStorage.of(bias);
    double[] out = ReferenceStorage.of(a);
    forEach(
        h,
        (values, at, i, j) -> {
          values[at] = (values[at] + biases[at(bias, 0, j)]) * dropout.scale(i, j);
          out[at(a, i, j)] = ActivationFunctions.value(activation, values[at]);
        });
  }

  @Override
  public void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA) {
    double[] before = ReferenceStorage.of(h);
    forEach(
        gradA,
        (values, at, i, j) ->
            values[at] *=
                ActivationFunctions.derivative(activation, before[at(h, i, j)])
                    * dropout.scale(i, j));
  }

  @Override
  public void map(ElementFunction function, Matrix x, Matrix y) {
    double[] from = ReferenceStorage.of(x);
    forEach(y, (values, at, i, j) -> values[at] = function.value(from[at(x, i, j)]));
  }

  @Override
  public void mapGradient(ElementFunction function, Matrix x, Matrix grad) {
    double[] from = ReferenceStorage.of(x);
    forEach(grad, (values, at, i, j) -> values[at] *= function.derivative(from[at(x, i, j)]));
  }

  @Override
  public void divideElements(Matrix divisor, Matrix into) {
    double[] divisors = ReferenceStorage.of(divisor);
    forEach(into, (values, at, i, j) -> values[at] /= divisors[at(divisor, i, j)]);
  }

  @Override
  public void hash(Matrix queryKeys, Matrix rotations, HashSpec spec, Indices buckets) {
    int length = queryKeys.rows();
    for (int round = 0; round < spec.rounds(); round++) {
      for (int t = 0; t < length; t++) {
        int bucket = ReferenceHash.bucket(queryKeys, rotations, spec, round, t);
        HeapIndices.of(buckets)[round * length + t] = round * spec.total() + bucket;
      }
    }
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
      ChunkAttention spec, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    attention.attend(spec, head, order, out, normalizer);
  }

  @Override
  public void addAttendGradient(
      ChunkAttention spec, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    attention.addGradient(spec, head, order, attended, grad);
  }

  @Override
  public void attendOne(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out) {
    ReferenceOneQuery.attend(keys, head, seen, out);
  }

  @Override
  public void crossEntropy(Matrix logits, Indices labels, int from, double scale, Matrix losses) {
    ReferenceCrossEntropy.lossesAndGradient(logits, labels, from, scale, losses);
  }

  @Override
  public void close() {}

  static int at(Matrix x, int row, int column) {
    return (int) (x.offset() + (long) row * x.stride() + column);
  }

  private interface Element {
    void visit(double[] values, int at, int row, int column);
  }

  private static void forEach(Matrix x, Element element) {
    double[] values = ReferenceStorage.of(x);
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        element.visit(values, at(x, i, j), i, j);
      }
    }
  }
}
