package io.palindrome.model.kernel;

import io.palindrome.conf.Activation;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the layers compute with. Four implementations agree, held together by one parameterised
 * test: {@link ReferenceKernels} (plain loops, float64), {@code Nd4jKernels} (any ND4J backend),
 * {@code HostKernels} (fused, float32) and {@code CudaKernels} (fused, float32, on a GPU).
 *
 * <p>All operations are deterministic: the same input gives the same bits, whatever the number of
 * threads. Operations named {@code add...} or with an {@code into} add to what is there; the others
 * overwrite their last arguments. Arguments must not overlap unless an operation says so. An
 * instance serves one thread at a time.
 */
public interface Kernels extends AutoCloseable {
  /** Bytes of one real number. */
  int elementBytes();

  /**
   * Whether storages lie in the memory of a device, so that vectors should stay there from step to
   * step.
   */
  default boolean areOnDevice() {
    return false;
  }

  /** What looks at the device; empty on the host. */
  default Optional<DeviceWatch> watch() {
    return Optional.empty();
  }

  /** New storage; its content is undefined. */
  Storage allocate(long length);

  /** New indices; their content is undefined. */
  Indices allocateIndices(int length);

  /** storage[0..] = array, in row order. */
  void load(INDArray array, Storage storage);

  /** array = storage[0..], in row order. */
  void store(Storage storage, INDArray array);

  /** x = value. */
  void fill(Matrix x, double value);

  /** to = from. */
  void copy(Matrix from, Matrix to);

  /** into += scale * x. */
  void add(double scale, Matrix x, Matrix into);

  /** product = x * y, element by element; product may be x or y. */
  void multiplyElements(Matrix x, Matrix y, Matrix product);

  /**
   * Turns every pair (x[i, j], x[i, half + j]), half = columns / 2, by the angle {@code direction *
   * (firstPosition + i) * 10000^(-j / half)}; a last odd column stays (Su et al. 2021,
   * arXiv:2104.09864, section 3.2.2).
   *
   * @param direction 1, or -1 for the inverse, which is the transpose
   */
  void rotatePairs(double direction, int firstPosition, Matrix x);

  /** into[i, j] += scale * bias[0, j]. */
  void addBias(double scale, Matrix bias, Matrix into);

  /** into[0, j] += sum over i of x[i, j]. */
  void addColumnSums(Matrix x, Matrix into);

  /** x = normals, row by row; on a device to the last place of float32. */
  default void drawNormals(CounterNormals normals, Matrix x) {
    for (int row = 0; row < x.rows(); row++) {
      double[] values = normals.after((long) row * x.columns()).draw(x.columns());
      x.storage().write(x.offset() + (long) row * x.stride(), values);
    }
  }

  /** max |a - b|. */
  double largestDifference(Matrix a, Matrix b);

  /** x *= dropout, element by element. */
  void applyDropout(Dropout dropout, Matrix x);

  /** into[i] += table[rows[from + i]]. */
  void addGathered(Matrix table, Indices rows, int from, Matrix into);

  /** table[rows[from + i]] += x[i], in the order of i. */
  void addScattered(Matrix x, Indices rows, int from, Matrix table);

  /** c = beta * c + alpha * op(a) op(b). */
  void multiply(
      double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c);

  /** y = gain * (x - mean) / sqrt(variance + epsilon) + bias, row by row (Ba et al. 2016). */
  void layerNorm(Matrix x, NormParameters norm, Matrix y);

  /**
   * Adds to gradX, and to the gradients of gain and bias, from gradY; statistics come from x anew.
   */
  void addLayerNormGradient(
      Matrix x, NormParameters norm, Matrix gradY, Matrix gradX, NormParameters into);

  /**
   * patches[r, tap * channels + c] = channel c of the input pixel that a tap of output pixel r
   * reads, 0 outside the image.
   *
   * @param x whole images, [images * window.pixels(), channels]
   * @param patches [images * window.outputPixels(), window.taps() * channels]
   */
  void unfold(ImageWindow window, Matrix x, Matrix patches);

  /** The adjoint of {@link #unfold}: every element of a patch is added to where it was read. */
  void addFolded(ImageWindow window, Matrix patches, Matrix into);

  /** statistics[0, j] = mean of column j; statistics[1, j] = mean of its squared deviations. */
  void columnStatistics(Matrix x, Matrix statistics);

  /** y = gain * (x - mean) / sqrt(variance + epsilon) + bias, column by column. */
  void columnNorm(Matrix x, ColumnNorm norm, Matrix y);

  /**
   * Adds to gradX, and to the gradients of gain and bias, from gradY; the norm's statistics must be
   * those of x, and the gradient flows through them.
   */
  void addColumnNormGradient(
      Matrix x, ColumnNorm norm, Matrix gradY, Matrix gradX, NormParameters into);

  /**
   * h = dropout(h + bias); a = activation(h). h and a may be the same matrix only if h is not
   * needed.
   */
  void activate(Activation activation, Matrix bias, Dropout dropout, Matrix h, Matrix a);

  /**
   * h = dropout(x weight^T + bias); a = activation(h): a {@link #multiply} and an {@link
   * #activate}, which kernels may fuse.
   *
   * @param x [rows, inputs]
   * @param weight [outputs, inputs]
   * @param bias [1, outputs]
   * @param h [rows, outputs], not the matrix of a
   */
  default void activatedLinear(
      Matrix x,
      Matrix weight,
      Matrix bias,
      Activation activation,
      Dropout dropout,
      Matrix h,
      Matrix a) {
    multiply(1, x, Transpose.NONE, weight, Transpose.TRANSPOSED, 0, h);
    activate(activation, bias, dropout, h, a);
  }

  /** gradA becomes gradH = gradA * activation'(h) * dropout. */
  void activateGradient(Activation activation, Matrix h, Dropout dropout, Matrix gradA);

  /** y = function(x), element by element; x and y may be the same matrix. */
  void map(ElementFunction function, Matrix x, Matrix y);

  /** grad *= function'(x), element by element. */
  void mapGradient(ElementFunction function, Matrix x, Matrix grad);

  /** into /= divisor, element by element. */
  void divideElements(Matrix divisor, Matrix into);

  /**
   * buckets[r * length + t] = r * total + bucket of position t in hash round r (REFORMER.md 4.1).
   *
   * @param queryKeys [length, dHead]
   * @param rotations [dHead, rounds * halves], the halves of all factors of a round side by side
   */
  void hash(Matrix queryKeys, Matrix rotations, HashSpec spec, Indices buckets);

  /**
   * packed = {@link PackedBuckets} of the buckets of {@link #hash}; for indices on the heap, as
   * {@link #unpackBuckets} is.
   *
   * @param length entries of a round
   * @param total hash buckets of a round
   * @param packed {@link PackedBuckets#words} of them
   */
  default void packBuckets(Indices buckets, int length, int total, Indices packed) {
    PackedBuckets.pack(HeapIndices.of(buckets), length, total, HeapIndices.of(packed));
  }

  /** buckets = what {@link #packBuckets} packed. */
  default void unpackBuckets(Indices packed, int length, int total, Indices buckets) {
    PackedBuckets.unpack(HeapIndices.of(packed), length, total, HeapIndices.of(buckets));
  }

  /** to = from. */
  default void copyIndices(Indices from, Indices to) {
    to.write(from.read());
  }

  /** order = the stable argsort of keys, which lie in [0, keyCount). */
  void countingSort(Indices keys, int keyCount, Indices order);

  /** chunks[order[i]] = i div chunkLength: the chunk that every entry lies in, of a permutation. */
  void numberChunks(Indices order, int chunkLength, Indices chunks);

  /**
   * out = attention of one head; normalizer[t] = (m, s) with log-sum-exp m + log(s) over everything
   * that position t saw.
   *
   * @param order positions in sorted order plus round * length; null for the natural order
   * @param normalizer [length, 2]
   */
  void attend(
      ChunkAttention attention, HeadViews head, Indices order, Matrix out, Matrix normalizer);

  /**
   * Adds to grad (queries, keys, values) the gradient of {@link #attend}; scores are computed anew.
   */
  void addAttendGradient(
      ChunkAttention attention, HeadViews head, Indices order, Attended attended, HeadViews grad);

  /**
   * out = attention of one query over chosen keys, one softmax over all of them; keys are scaled as
   * in {@link #attend}, and with shared keys the query's own one has the score {@link
   * ChunkAttention#SELF}.
   *
   * @param head queries [1, dHead]; keys and values [rows, dHead], of which {@code seen} chooses
   * @param out [1, dHead]
   */
  void attendOne(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out);

  /**
   * Cross-entropy over rows: logits become their gradient, scale * (softmax - one-hot), rows whose
   * label is negative become 0.
   *
   * @param losses losses[i] = -log softmax(logits[i])[label i], 0 where the label is negative;
   *     [rows, 1]
   */
  void crossEntropy(Matrix logits, Indices labels, int from, double scale, Matrix losses);

  /** The sum of the squares of all elements. */
  default double sumOfSquares(Matrix x) {
    return ElementSums.ofSquares(x);
  }

  /** The sum of all elements. */
  default double sumOfElements(Matrix x) {
    return ElementSums.ofElements(x);
  }

  /**
   * One step of Adam: moments are brought up to date and parameters are moved; all matrices have
   * one shape.
   *
   * @param means running means of the gradients, m
   * @param squares running means of their squares, v
   */
  default void adamStep(
      AdamStep step, Matrix gradients, Matrix means, Matrix squares, Matrix parameters) {
    step.apply(gradients, means, squares, parameters);
  }

  /** One step with momentum: the buffer is brought up to date and parameters are moved. */
  default void momentumStep(MomentumStep step, Matrix gradients, Matrix buffer, Matrix parameters) {
    step.apply(gradients, buffer, parameters);
  }

  /**
   * One step of Adafactor on one slot: moments are brought up to date and parameters are moved.
   *
   * @param rowMoments [1, rows of the gradients]; null where each element has a moment of its own,
   *     which gradients of one row then find among those of columns
   * @param columnMoments [1, columns of the gradients]
   */
  default void adafactorStep(
      AdafactorStep step,
      Matrix gradients,
      Matrix rowMoments,
      Matrix columnMoments,
      Matrix parameters) {
    step.apply(gradients, rowMoments, columnMoments, parameters);
  }

  @Override
  void close();
}
