package io.palindrome.model.kernel.host;

import io.palindrome.conf.Activation;
import io.palindrome.conf.Check;
import io.palindrome.conf.PrecisionKind;
import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.ColumnNorm;
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
import io.palindrome.model.kernel.SeenKeys;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.kernel.Transpose;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fused float32 kernels on the Java Vector API, for processors. Every loop is cut into tasks by
 * shapes alone, each task writes places of its own, and sums have a fixed order, so that any number
 * of threads gives the same bits.
 */
public final class HostKernels implements Kernels {
  private final WorkerPool workers;
  private final HostProduct product;
  private final FewRowsProduct fewRows;
  private final HostLayerNorm layerNorm;
  private final HostImages images;
  private final HostColumnNorm columnNorm;
  private final HostHash hash;
  private final HostAttention attention;
  private final HostOneQuery oneQuery;
  private final HostElements elements;
  private final HostRows rows;
  private final HostRowFunctions rowFunctions;
  private final HostOrders orders;

  /**
   * @param threads threads that a kernel may use, the caller's included
   */
  public HostKernels(int threads) {
    this(threads, PrecisionKind.FLOAT32);
  }

  /**
   * @param threads threads that a kernel may use, the caller's included
   * @param precision of matrix products; hash buckets are found in float32 whatever it is
   */
  public HostKernels(int threads, PrecisionKind precision) {
    Check.that(threads >= 1, "runtime.threads must be at least 1, but is %d", threads);
    workers = new WorkerPool(threads);
    PackedProduct packed = new PackedProduct(workers);
    product = precision == PrecisionKind.FLOAT32 ? packed : new Bfloat16Product(workers);
    fewRows = new FewRowsProduct(workers);
    layerNorm = new HostLayerNorm(workers);
    images = new HostImages(workers);
    columnNorm = new HostColumnNorm(workers);
    hash = new HostHash(workers, packed, fewRows);
    attention = new HostAttention(workers);
    oneQuery = new HostOneQuery(workers);
    elements = new HostElements(workers);
    rows = new HostRows(new RowTasks(workers));
    rowFunctions = new HostRowFunctions(new RowTasks(workers));
    orders = new HostOrders(workers);
  }

  @Override
  public int elementBytes() {
    return Float.BYTES;
  }

  @Override
  public Storage allocate(long length) {
    Check.that(
        length <= Integer.MAX_VALUE - 2 * CacheLines.FIRST,
        "a buffer must have fewer than 2^31 elements, but has %d; use a smaller batch or shorter"
            + " documents",
        length);
    return HostStorage.allocate((int) length);
  }

  @Override
  public Indices allocateIndices(int length) {
    return new HeapIndices(new int[length]);
  }

  @Override
  public void load(INDArray array, Storage storage) {
    HostArrays.load(array, storage);
  }

  @Override
  public void store(Storage storage, INDArray array) {
    HostArrays.store(storage, array);
  }

  @Override
  public void fill(Matrix x, double value) {
    rows.fill(x, value);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    rows.copy(from, to);
  }

  @Override
  public void add(double scale, Matrix x, Matrix into) {
    rows.add(scale, x, into);
  }

  @Override
  public void multiplyElements(Matrix x, Matrix y, Matrix product) {
    rows.multiplyElements(x, y, product);
  }

  @Override
  public void rotatePairs(double direction, int firstPosition, Matrix x) {
    rowFunctions.rotatePairs(direction, firstPosition, x);
  }

  @Override
  public void addBias(double scale, Matrix bias, Matrix into) {
    rows.addBias(scale, bias, into);
  }

  @Override
  public void addColumnSums(Matrix x, Matrix into) {
    rows.addColumnSums(x, into);
  }

  @Override
  public double largestDifference(Matrix a, Matrix b) {
    return rows.largestDifference(a, b);
  }

  @Override
  public void applyDropout(Dropout dropout, Matrix x) {
    rows.applyDropout(dropout, x);
  }

  @Override
  public void addGathered(Matrix table, Indices rows, int from, Matrix into) {
    this.rows.addGathered(table, rows, from, into);
  }

  @Override
  public void addScattered(Matrix x, Indices rows, int from, Matrix table) {
    this.rows.addScattered(x, rows, from, table);
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
    rowFunctions.activate(activation, bias, dropout, h, a);
  }

  @Override
  public void activatedLinear(
      Matrix x,
      Matrix weight,
      Matrix bias,
      Activation activation,
      Dropout dropout,
      Matrix h,
      Matrix a) {
    if (x.rows() <= FewRowsProduct.MOST_ROWS) {
      Kernels.super.activatedLinear(x, weight, bias, activation, dropout, h, a);
      return;
    }
    RowTasks.Row activate = rowFunctions.activation(activation, bias, dropout, h, a);
    product.multiply(
        1,
        x,
        Transpose.NONE,
        weight,
        Transpose.TRANSPOSED,
        0,
        h,
        (first, count) -> {
          for (int row = first; row < first + count; row++) {
            activate.visit(row);
          }
        });
  }

  @Override
  public void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA) {
    rowFunctions.activateGradient(activation, h, dropout, gradA);
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
    orders.sort(keys, keyCount, order);
  }

  @Override
  public void numberChunks(Indices order, int chunkLength, Indices chunks) {
    orders.numberChunks(order, chunkLength, chunks);
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
    rowFunctions.crossEntropy(logits, labels, from, scale, losses);
  }

  @Override
  public void close() {
    workers.close();
  }
}
