package io.palindrome.model.kernel;

import io.palindrome.conf.Activation;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Kernels without numbers: storages hold nothing, and operations only count the multiply-adds of
 * their matrix products. A step made with them goes through the same code as a real one and takes
 * the same buffers, so what it would cost is counted, not estimated.
 *
 * <p>A product counts as often as the mathematics needs it: twice in {@link #attend} (scores, and
 * weights times values), four times in its gradient; scores that are computed anew there count as
 * nothing, and so does everything that is no product (norms, activations, softmax, sorting).
 */
public final class PlanKernels implements Kernels {
  private final int elementBytes;
  private final boolean onDevice;
  private final Map<Long, Integer> buffers = new TreeMap<>();
  private double multiplyAdds;

  /**
   * @param elementBytes bytes of one number of the kernels that are planned for
   */
  public PlanKernels(int elementBytes) {
    this.elementBytes = elementBytes;
    this.onDevice = false;
  }

  private PlanKernels() {
    elementBytes = Float.BYTES;
    onDevice = true;
  }

  /** For a plan of steps in float32 on a device, whose tiles are larger. */
  public static PlanKernels ofDevice() {
    return new PlanKernels();
  }

  private record Nothing(long length) implements Storage {
    @Override
    public double[] read(long offset, int count) {
      return new double[count];
    }

    @Override
    public void write(long offset, double... values) {}

    @Override
    public boolean equals(Object other) {
      return other == this;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private record NoIndices(int length) implements Indices {
    @Override
    public int[] read() {
      return new int[length];
    }

    @Override
    public void write(int... values) {}

    @Override
    public boolean equals(Object other) {
      return other == this;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** Multiply-adds of all matrix products so far. */
  public double multiplyAdds() {
    return multiplyAdds;
  }

  /** How many buffers of each size in bytes were allocated. */
  public Map<Long, Integer> buffers() {
    return buffers;
  }

  private static double products(Matrix a, Transpose opA, Matrix c) {
    return (double) c.rows() * c.columns() * (opA == Transpose.NONE ? a.columns() : a.rows());
  }

  private static double attention(ChunkAttention attention, HeadViews head) {
    Matrix queries = head.queries();
    int chunkLength = attention.chunkLength();
    int chunks = attention.rounds() * (queries.rows() / chunkLength);
    double seen = 0;
    if (attention.reach() instanceof Reach.Neighbours window) {
      seen = (double) chunks * window.chunks();
    } else {
      for (int chunk = 0; chunk < chunks; chunk++) {
        seen += attention.window(chunk, chunks).chunks();
      }
    }
    return seen * chunkLength * chunkLength * queries.columns();
  }

  @Override
  public int elementBytes() {
    return elementBytes;
  }

  @Override
  public boolean areOnDevice() {
    return onDevice;
  }

  @Override
  public Storage allocate(long length) {
    buffers.merge(length * elementBytes, 1, Integer::sum);
    return new Nothing(length);
  }

  @Override
  public Indices allocateIndices(int length) {
    buffers.merge((long) length * Integer.BYTES, 1, Integer::sum);
    return new NoIndices(length);
  }

  @Override
  public void multiply(
      double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
    multiplyAdds += products(a, opA, c);
  }

  @Override
  public void hash(Matrix queryKeys, Matrix rotations, HashSpec spec, Indices buckets) {
    multiplyAdds += (double) queryKeys.rows() * rotations.rows() * rotations.columns();
  }

  @Override
  public void attend(
      ChunkAttention attention, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    multiplyAdds += 2 * attention(attention, head);
  }

  @Override
  public void addAttendGradient(
      ChunkAttention attention, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    multiplyAdds += 4 * attention(attention, head);
  }

  @Override
  public void attendOne(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out) {
    multiplyAdds += 2.0 * seen.count() * out.columns();
  }

  @Override
  public double largestDifference(Matrix a, Matrix b) {
    return 0;
  }

  @Override
  public void load(INDArray array, Storage storage) {}

  @Override
  public void store(Storage storage, INDArray array) {}

  @Override
  public void fill(Matrix x, double value) {}

  @Override
  public void copy(Matrix from, Matrix to) {}

  @Override
  public void add(double scale, Matrix x, Matrix into) {}

  @Override
  public void map(ElementFunction function, Matrix x, Matrix y) {}

  @Override
  public void mapGradient(ElementFunction function, Matrix x, Matrix grad) {}

  @Override
  public void divideElements(Matrix divisor, Matrix into) {}

  @Override
  public void multiplyElements(Matrix x, Matrix y, Matrix product) {}

  @Override
  public void rotatePairs(double direction, int firstPosition, Matrix x) {}

  @Override
  public void unfold(ImageWindow window, Matrix x, Matrix patches) {}

  @Override
  public void addFolded(ImageWindow window, Matrix patches, Matrix into) {}

  @Override
  public void columnStatistics(Matrix x, Matrix statistics) {}

  @Override
  public void columnNorm(Matrix x, ColumnNorm norm, Matrix y) {}

  @Override
  public void addColumnNormGradient(
      Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into) {}

  @Override
  public void addBias(double scale, Matrix bias, Matrix into) {}

  @Override
  public void addColumnSums(Matrix x, Matrix into) {}

  @Override
  public void applyDropout(Dropout dropout, Matrix x) {}

  @Override
  public void addGathered(Matrix table, Indices rows, int from, Matrix into) {}

  @Override
  public void addScattered(Matrix x, Indices rows, int from, Matrix table) {}

  @Override
  public void layerNorm(Matrix x, NormParameters norm, Matrix y) {}

  @Override
  public void addLayerNormGradient(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into) {}

  @Override
  public void activate(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a) {}

  @Override
  public void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA) {}

  @Override
  public void copyIndices(Indices from, Indices to) {}

  @Override
  public void countingSort(Indices keys, int keyCount, Indices order) {}

  @Override
  public void packBuckets(Indices buckets, int length, int total, Indices packed) {}

  @Override
  public void unpackBuckets(Indices packed, int length, int total, Indices buckets) {}

  @Override
  public void numberChunks(Indices order, int chunkLength, Indices chunks) {}

  @Override
  public void crossEntropy(Matrix logits, Indices labels, int from, double scale, Matrix losses) {}

  @Override
  public void drawNormals(CounterNormals normals, Matrix x) {}

  @Override
  public double sumOfSquares(Matrix x) {
    return 0;
  }

  @Override
  public double sumOfElements(Matrix x) {
    return 0;
  }

  @Override
  public void adamStep(
      AdamStep step, Matrix gradients, Matrix means, Matrix squares, Matrix parameters) {}

  @Override
  public void momentumStep(MomentumStep step, Matrix gradients, Matrix buffer, Matrix parameters) {}

  @Override
  public void adafactorStep(
      AdafactorStep step,
      Matrix gradients,
      Matrix rowMoments,
      Matrix columnMoments,
      Matrix parameters) {}

  @Override
  public void close() {}
}
