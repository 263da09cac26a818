package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.conf.Activation;
import io.palindrome.conf.PrecisionKind;
import io.palindrome.model.kernel.AdafactorStep;
import io.palindrome.model.kernel.AdamStep;
import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.ColumnNorm;
import io.palindrome.model.kernel.CounterNormals;
import io.palindrome.model.kernel.DeviceWatch;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.ElementFunction;
import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.ImageWindow;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.MomentumStep;
import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.kernel.SeenKeys;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.kernel.Transpose;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fused kernels on a GPU, in float32. Operations are started and not waited for; only reading,
 * {@link #largestDifference} and sums of all elements wait. Scratch memory grows to what the
 * largest operation needed, and is kept. Every sum has one owner and one order: no floating-point
 * atomics. Owns its device, and closes it.
 */
public final class CudaKernels implements Kernels {
  private final WatchedDevice device;
  private final ProductFormat products;
  private final Launcher launcher;
  private final CudaElements elements;
  private final CudaNorms norms;
  private final CudaSort sort;
  private final CudaHash hash;
  private final CudaImages images;
  private final CudaAttention attention;
  private final CudaOptimizer optimizer;

  /** All products in float32. */
  public CudaKernels(Device device) {
    this(device, PrecisionKind.FLOAT32);
  }

  /**
   * @param precision of matrix products; hash buckets are found in float32 whatever it is
   */
  public CudaKernels(Device device, PrecisionKind precision) {
    this(device, ProductFormat.of(precision), ProductFormat.ofAttention(precision));
  }

  CudaKernels(Device device, ProductFormat format) {
    this(device, format, format);
  }

  private CudaKernels(Device unwatched, ProductFormat products, ProductFormat format) {
    device = new WatchedDevice(unwatched, System::nanoTime);
    this.products = products;
    launcher = new Launcher(device);
    elements = new CudaElements(launcher);
    norms = new CudaNorms(launcher);
    sort = new CudaSort(launcher);
    hash = new CudaHash(launcher);
    images = new CudaImages(launcher);
    optimizer = new CudaOptimizer(launcher);
    attention = new CudaAttention(launcher, format);
  }

  @Override
  public int elementBytes() {
    return Float.BYTES;
  }

  @Override
  public boolean areOnDevice() {
    return true;
  }

  @Override
  public Optional<DeviceWatch> watch() {
    return Optional.of(device);
  }

  @Override
  public Storage allocate(long length) {
    return new CudaStorage(device, length);
  }

  @Override
  public Indices allocateIndices(int length) {
    return new CudaIndices(device, length);
  }

  @Override
  public void load(INDArray array, Storage storage) {
    CudaStorage to = CudaStorage.of(storage);
    to.checkHolds(array.length());
    device.load(array, to.address());
  }

  @Override
  public void store(Storage storage, INDArray array) {
    CudaStorage from = CudaStorage.of(storage);
    from.checkHolds(array.length());
    device.store(from.address(), array);
  }

  @Override
  public void fill(Matrix x, double value) {
    launcher.alike("fill", launcher.arguments().with((float) value), x);
  }

  @Override
  public void copy(Matrix from, Matrix to) {
    launcher.alike("copyElements", launcher.arguments(), from, to);
  }

  @Override
  public void add(double scale, Matrix x, Matrix into) {
    launcher.alike("addScaled", launcher.arguments().with((float) scale), x, into);
  }

  @Override
  public void multiplyElements(Matrix x, Matrix y, Matrix product) {
    launcher.alike("multiplyElements", launcher.arguments(), x, y, product);
  }

  @Override
  public void divideElements(Matrix divisor, Matrix into) {
    launcher.alike("divideElements", launcher.arguments(), divisor, into);
  }

  @Override
  public void rotatePairs(double direction, int firstPosition, Matrix x) {
    elements.rotatePairs(direction, firstPosition, x);
  }

  @Override
  public void addBias(double scale, Matrix bias, Matrix into) {
    LaunchArguments first = launcher.arguments().with((float) scale).with(address(bias));
    launcher.elements("addBias", first, Launcher.width(bias), into);
  }

  @Override
  public void addColumnSums(Matrix x, Matrix into) {
    norms.addColumnSums(x, into);
  }

  @Override
  public void drawNormals(CounterNormals normals, Matrix x) {
    elements.drawNormals(normals, x);
  }

  @Override
  public double largestDifference(Matrix a, Matrix b) {
    return elements.largestDifference(a, b);
  }

  @Override
  public void applyDropout(Dropout dropout, Matrix x) {
    elements.applyDropout(dropout, x);
  }

  @Override
  public void addGathered(Matrix table, Indices rows, int from, Matrix into) {
    long which = CudaIndices.address(rows) + (long) from * Integer.BYTES;
    LaunchArguments first = launcher.arguments().with(table).with(which);
    launcher.elements("addGathered", first, Launcher.width(table), into);
  }

  @Override
  public void addScattered(Matrix x, Indices rows, int from, Matrix table) {
    sort.addScattered(x, rows, from, table);
  }

  @Override
  public void multiply(
      double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
    if (c.rows() == 0 || c.columns() == 0) {
      return;
    }
    device.multiply(
        products,
        new DeviceProduct(
            c.rows(),
            c.columns(),
            opA == Transpose.NONE ? a.columns() : a.rows(),
            (float) alpha,
            address(a),
            a.stride(),
            opA,
            address(b),
            b.stride(),
            opB,
            (float) beta,
            address(c),
            c.stride()));
  }

  @Override
  public void layerNorm(Matrix x, NormParameters norm, Matrix y) {
    norms.layerNorm(x, norm, y);
  }

  @Override
  public void addLayerNormGradient(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into) {
    norms.addLayerNormGradient(x, norm, gradY, gradX, into);
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
    norms.columnStatistics(x, statistics);
  }

  @Override
  public void columnNorm(Matrix x, ColumnNorm norm, Matrix y) {
    norms.columnNorm(x, norm, y);
  }

  @Override
  public void addColumnNormGradient(
      Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into) {
    norms.addColumnNormGradient(x, norm, gradY, gradX, into);
  }

  @Override
  public void activate(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a) {
    elements.activate(activation, bias, dropout, h, a);
  }

  @Override
  public void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA) {
    elements.activateGradient(activation, h, dropout, gradA);
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
  public void hash(Matrix queryKeys, Matrix rotations, HashSpec spec, Indices buckets) {
    hash.hash(queryKeys, rotations, spec, buckets);
  }

  @Override
  public void packBuckets(Indices buckets, int length, int total, Indices packed) {
    hash.pack(buckets, length, total, packed);
  }

  @Override
  public void unpackBuckets(Indices packed, int length, int total, Indices buckets) {
    hash.unpack(packed, length, total, buckets);
  }

  @Override
  public void copyIndices(Indices from, Indices to) {
    device.copy(
        CudaIndices.address(from), CudaIndices.address(to), (long) Integer.BYTES * from.length());
  }

  @Override
  public void countingSort(Indices keys, int keyCount, Indices order) {
    sort.sort(keys, keyCount, order);
  }

  @Override
  public void numberChunks(Indices order, int chunkLength, Indices chunks) {
    sort.numberChunks(order, chunkLength, chunks);
  }

  @Override
  public void attend(
      ChunkAttention spec, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    attention.attend(spec, head, order, out, normalizer);
  }

  @Override
  public void addAttendGradient(
      ChunkAttention spec, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    attention.addAttendGradient(spec, head, order, attended, grad);
  }

  @Override
  public void attendOne(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out) {
    attention.attendOne(keys, head, seen, out);
  }

  @Override
  public void crossEntropy(Matrix logits, Indices labels, int from, double scale, Matrix losses) {
    CudaLoss.crossEntropy(launcher, logits, labels, from, scale, losses);
  }

  @Override
  public double sumOfSquares(Matrix x) {
    return optimizer.sumOfSquares(x);
  }

  @Override
  public double sumOfElements(Matrix x) {
    return optimizer.sumOfElements(x);
  }

  @Override
  public void momentumStep(MomentumStep step, Matrix gradients, Matrix buffer, Matrix parameters) {
    optimizer.momentumStep(step, gradients, buffer, parameters);
  }

  @Override
  public void adafactorStep(
      AdafactorStep step,
      Matrix gradients,
      Matrix rowMoments,
      Matrix columnMoments,
      Matrix parameters) {
    optimizer.adafactorStep(step, gradients, rowMoments, columnMoments, parameters);
  }

  @Override
  public void adamStep(
      AdamStep step, Matrix gradients, Matrix means, Matrix squares, Matrix parameters) {
    optimizer.adamStep(step, gradients, means, squares, parameters);
  }

  @Override
  public void close() {
    optimizer.close();
    elements.close();
    norms.close();
    sort.close();
    hash.close();
    attention.close();
    device.close();
  }
}
