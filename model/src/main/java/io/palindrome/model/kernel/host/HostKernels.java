package io.palindrome.model.kernel.host;

import io.palindrome.conf.Activation;
import io.palindrome.conf.Check;
import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.ColumnNorm;
import io.palindrome.model.kernel.CountingSort;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.ElementFunction;
import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.ImageWindow;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.kernel.RotaryAngles;
import io.palindrome.model.kernel.SeenKeys;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.kernel.Transpose;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fused float32 kernels on the Java Vector API, for processors. Every loop is cut into tasks by
 * shapes alone, each task writes places of its own, and sums have a fixed order, so that any number
 * of threads gives the same bits.
 */
public final class HostKernels implements Kernels {
  private static final int ELEMENTS_PER_TASK = 1 << 15;
  private static final int COLUMNS_PER_TASK = 64;
  private static final int ENTRIES_PER_TASK = 1 << 15;

  private final WorkerPool workers;
  private final PackedProduct product;
  private final FewRowsProduct fewRows;
  private final HostLayerNorm layerNorm;
  private final HostImages images;
  private final HostColumnNorm columnNorm;
  private final HostHash hash;
  private final HostAttention attention;
  private final HostOneQuery oneQuery;
  private final HostElements elements;
  private int[] counters = new int[0];
  private RotaryAngles angles;

  /**
   * @param threads threads that a kernel may use, the caller's included
   */
  public HostKernels(int threads) {
    Check.that(threads >= 1, "runtime.threads must be at least 1, but is %d", threads);
    workers = new WorkerPool(threads);
    product = new PackedProduct(workers);
    fewRows = new FewRowsProduct(workers);
    layerNorm = new HostLayerNorm(workers);
    images = new HostImages(workers);
    columnNorm = new HostColumnNorm(workers);
    hash = new HostHash(workers, product, fewRows);
    attention = new HostAttention(workers);
    oneQuery = new HostOneQuery(workers);
    elements = new HostElements(workers);
  }

  @Override
  public int elementBytes() {
    return Float.BYTES;
  }

  @Override
  public Storage allocate(long length) {
    Check.that(
        length <= Integer.MAX_VALUE - 8,
        "a buffer must have fewer than 2^31 elements, but has %d; use a smaller batch or shorter"
            + " documents",
        length);
    return new HostStorage(new float[(int) length]);
  }

  @Override
  public Indices allocateIndices(int length) {
    return new HeapIndices(new int[length]);
  }

  @Override
  public void load(INDArray array, Storage storage) {
    if (isFlat(array)) {
      floats(array).get(((HostStorage) storage).values(), 0, (int) array.length());
      return;
    }
    INDArray flat = array.reshape(array.length());
    float[] values = flat.castTo(DataType.FLOAT).toFloatVector();
    System.arraycopy(values, 0, ((HostStorage) storage).values(), 0, values.length);
  }

  @Override
  public void store(Storage storage, INDArray array) {
    float[] values = ((HostStorage) storage).values();
    if (isFlat(array)) {
      floats(array).put(values, 0, (int) array.length());
      return;
    }
    try (INDArray copy = Nd4j.createFromArray(values)) {
      array.assign(copy.reshape(array.shape()));
    }
  }

  /** Such an array is copied without another one in between. */
  private static boolean isFlat(INDArray array) {
    return array.dataType() == DataType.FLOAT
        && array.isVectorOrScalar()
        && (array.length() == 1 || array.elementWiseStride() == 1);
  }

  private static FloatPointer floats(INDArray array) {
    return new FloatPointer(array.data().pointer()).position(array.offset());
  }

  private interface Row {
    void visit(int row);
  }

  private void forEachRow(Matrix x, Row body) {
    int rows = Math.max(1, ELEMENTS_PER_TASK / Math.max(1, x.columns()));
    workers.forEach(
        (x.rows() + rows - 1) / rows,
        task -> {
          int to = Math.min((task + 1) * rows, x.rows());
          for (int row = task * rows; row < to; row++) {
            body.visit(row);
          }
        });
  }

  @Override
  public void fill(Matrix x, double value) {
    float[] values = HostStorage.of(x);
    forEachRow(
        x, row -> RowOperations.fill(values, HostStorage.at(x, row), x.columns(), (float) value));
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    float[] source = HostStorage.of(from);
    float[] target = HostStorage.of(to);
    forEachRow(
        from,
        row ->
            System.arraycopy(
                source, HostStorage.at(from, row), target, HostStorage.at(to, row), to.columns()));
  }

  @Override
  public void add(double scale, Matrix x, Matrix into) {
    float[] source = HostStorage.of(x);
    float[] target = HostStorage.of(into);
    forEachRow(
        x,
        row ->
            RowOperations.add(
                (float) scale,
                source,
                HostStorage.at(x, row),
                target,
                HostStorage.at(into, row),
                x.columns()));
  }

  @Override
  public void multiplyElements(Matrix x, Matrix y, Matrix product) {
    float[] left = HostStorage.of(x);
    float[] right = HostStorage.of(y);
    float[] out = HostStorage.of(product);
    forEachRow(
        product,
        row ->
            RowOperations.multiply(
                left,
                HostStorage.at(x, row),
                right,
                HostStorage.at(y, row),
                out,
                HostStorage.at(product, row),
                product.columns()));
  }

  @Override
  public void rotatePairs(double direction, int firstPosition, Matrix x) {
    int half = x.columns() / 2;
    if (angles == null || angles.half() != half) {
      angles = new RotaryAngles(half);
    }
    angles.reach(firstPosition + x.rows());
    RotaryAngles reached = angles;
    float[] values = HostStorage.of(x);
    forEachRow(
        x,
        row ->
            HostRotation.rotate(
                reached, (float) direction, firstPosition + row, values, HostStorage.at(x, row)));
  }

  @Override
  public void addBias(double scale, Matrix bias, Matrix into) {
    float[] source = HostStorage.of(bias);
    float[] target = HostStorage.of(into);
    int at = HostStorage.at(bias, 0);
    forEachRow(
        into,
        row ->
            RowOperations.add(
                (float) scale, source, at, target, HostStorage.at(into, row), into.columns()));
  }

  /** Runs over slices of columns: each column is summed from the first row to the last. */
  private void forEachColumnSlice(int columns, ColumnSlice body) {
    workers.forEach(
        (columns + COLUMNS_PER_TASK - 1) / COLUMNS_PER_TASK,
        task -> {
          int first = task * COLUMNS_PER_TASK;
          body.visit(first, Math.min(COLUMNS_PER_TASK, columns - first));
        });
  }

  private interface ColumnSlice {
    void visit(int first, int count);
  }

  @Override
  public void addColumnSums(Matrix x, Matrix into) {
    float[] source = HostStorage.of(x);
    float[] target = HostStorage.of(into);
    forEachColumnSlice(
        x.columns(),
        (first, count) -> {
          int to = HostStorage.at(into, 0) + first;
          for (int row = 0; row < x.rows(); row++) {
            RowOperations.add(1, source, HostStorage.at(x, row) + first, target, to, count);
          }
        });
  }

  @Override
  public double largestDifference(Matrix a, Matrix b) {
    float largest = 0;
    for (int row = 0; row < a.rows(); row++) {
      largest =
          RowOperations.largestDifference(
              HostStorage.of(a),
              HostStorage.at(a, row),
              HostStorage.of(b),
              HostStorage.at(b, row),
              a.columns(),
              largest);
    }
    return largest;
  }

  @Override
  public void applyDropout(Dropout dropout, Matrix x) {
    float[] values = HostStorage.of(x);
    forEachRow(
        x,
        row -> {
          int at = HostStorage.at(x, row);
          for (int j = 0; j < x.columns(); j++) {
            values[at + j] *= (float) dropout.scale(row, j);
          }
        });
  }

  @Override
  public void addGathered(Matrix table, Indices rows, int from, Matrix into) {
    float[] source = HostStorage.of(table);
    float[] target = HostStorage.of(into);
    int[] index = HeapIndices.of(rows);
    forEachRow(
        into,
        row ->
            RowOperations.add(
                1,
                source,
                HostStorage.at(table, index[from + row]),
                target,
                HostStorage.at(into, row),
                into.columns()));
  }

  @Override
  public void addScattered(Matrix x, Indices rows, int from, Matrix table) {
    float[] source = HostStorage.of(x);
    float[] target = HostStorage.of(table);
    int[] index = HeapIndices.of(rows);
    forEachColumnSlice(
        x.columns(),
        (first, count) -> {
          for (int row = 0; row < x.rows(); row++) {
            int to = HostStorage.at(table, index[from + row]) + first;
            RowOperations.add(1, source, HostStorage.at(x, row) + first, target, to, count);
          }
        });
  }

  @Override
  public void multiply(
      double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
    if (opA == Transpose.NONE && a.rows() <= FewRowsProduct.MOST_ROWS) {
      fewRows.multiply((float) alpha, a, b, opB, (float) beta, c);
    } else {
      product.multiply((float) alpha, a, opA, b, opB, (float) beta, c);
    }
  }

  @Override
  public void layerNorm(Matrix x, NormParameters norm, Matrix y) {
    layerNorm.normalize(x, norm, y);
  }

  @Override
  public void addLayerNormGradient(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into) {
    layerNorm.addGradient(x, norm, gradY, gradX, into);
  }

  @Override
  public void unfold(ImageWindow window, Matrix x, Matrix patches) {
    images.unfold(window, x, patches);
  }

  @Override
  public void addFolded(ImageWindow window, Matrix patches, Matrix into) {
    images.addFolded(window, patches, into);
  }

  @Override
  public void columnStatistics(Matrix x, Matrix statistics) {
    columnNorm.statistics(x, statistics);
  }

  @Override
  public void columnNorm(Matrix x, ColumnNorm norm, Matrix y) {
    columnNorm.normalize(x, norm, y);
  }

  @Override
  public void addColumnNormGradient(
      Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into) {
    columnNorm.addGradient(x, norm, gradY, gradX, into);
  }

  @Override
  public void activate(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a) {
    float[] before = HostStorage.of(h);
    float[] after = HostStorage.of(a);
    float[] biases = HostStorage.of(bias);
    int biasAt = HostStorage.at(bias, 0);
    forEachRow(
        h,
        row -> {
          int at = HostStorage.at(h, row);
          RowOperations.add(1, biases, biasAt, before, at, h.columns());
          if (dropout != Dropout.NONE) {
            for (int j = 0; j < h.columns(); j++) {
              before[at + j] *= (float) dropout.scale(row, j);
            }
          }
          HostActivation.apply(activation, before, at, after, HostStorage.at(a, row), h.columns());
        });
  }

  @Override
  public void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA) {
    float[] before = HostStorage.of(h);
    float[] grad = HostStorage.of(gradA);
    forEachRow(
        gradA,
        row -> {
          int at = HostStorage.at(gradA, row);
          HostActivation.multiplyDerivative(
              activation, before, HostStorage.at(h, row), grad, at, gradA.columns());
          if (dropout != Dropout.NONE) {
            for (int j = 0; j < gradA.columns(); j++) {
              grad[at + j] *= (float) dropout.scale(row, j);
            }
          }
        });
  }

  @Override
  public void map(ElementFunction function, Matrix x, Matrix y) {
    elements.map(function, x, y);
  }

  @Override
  public void mapGradient(ElementFunction function, Matrix x, Matrix grad) {
    elements.mapGradient(function, x, grad);
  }

  @Override
  public void divideElements(Matrix divisor, Matrix into) {
    elements.divide(divisor, into);
  }

  @Override
  public void hash(Matrix queryKeys, Matrix rotations, HashSpec spec, Indices buckets) {
    hash.hash(queryKeys, rotations, spec, buckets);
  }

  @Override
  public void countingSort(Indices keys, int keyCount, Indices order) {
    if (counters.length < keyCount + 1) {
      counters = new int[keyCount + 1];
    }
    int[] values = HeapIndices.of(keys);
    CountingSort.sort(values, values.length, keyCount, HeapIndices.of(order), counters);
  }

  @Override
  public void numberChunks(Indices order, int chunkLength, Indices chunks) {
    int[] sorted = HeapIndices.of(order);
    int[] into = HeapIndices.of(chunks);
    workers.forEach(
        (sorted.length + ENTRIES_PER_TASK - 1) / ENTRIES_PER_TASK,
        task -> {
          int end = Math.min((task + 1) * ENTRIES_PER_TASK, sorted.length);
          for (int entry = task * ENTRIES_PER_TASK; entry < end; entry++) {
            into[sorted[entry]] = entry / chunkLength;
          }
        });
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
    oneQuery.attend(keys, head, seen, out);
  }

  @Override
  public void crossEntropy(Matrix logits, Indices labels, int from, double scale, Matrix losses) {
    float[] z = HostStorage.of(logits);
    float[] loss = HostStorage.of(losses);
    int[] label = HeapIndices.of(labels);
    forEachRow(
        logits,
        row -> {
          int at = HostStorage.at(logits, row);
          int target = label[from + row];
          if (target < 0) {
            RowOperations.fill(z, at, logits.columns(), 0);
            loss[HostStorage.at(losses, row)] = 0;
          } else {
            loss[HostStorage.at(losses, row)] =
                HostCrossEntropy.gradientAndLoss(
                    z, at, logits.columns(), target, (float) scale, new float[Lanes.LENGTH]);
          }
        });
  }

  @Override
  public void close() {
    workers.close();
  }
}
