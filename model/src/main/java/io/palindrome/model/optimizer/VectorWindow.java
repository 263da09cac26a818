package io.palindrome.model.optimizer;

import io.palindrome.conf.Check;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads and writes a flat vector in runs that fit into the cache. Loops over heap arrays are
 * vectorised by the compiler, element access to an array outside the heap is not.
 */
final class VectorWindow {
  /** Elements of one run. */
  static final int LENGTH = 4096;

  private final INDArray vector;
  private final FloatPointer floats;
  private final DoublePointer doubles;
  private final float[] scratch = new float[LENGTH];

  /** The vector must be contiguous and of float32 or float64; it may be a view. */
  VectorWindow(INDArray vector) {
    this.vector = vector;
    DataType type = vector.dataType();
    Check.that(
        type == DataType.FLOAT || type == DataType.DOUBLE,
        "data type of a flat vector must be FLOAT or DOUBLE, but is %s",
        type);
    Check.that(
        vector.isVectorOrScalar() && (vector.length() == 1 || vector.elementWiseStride() == 1),
        "a flat vector must be contiguous, but has shape %s and stride %d",
        vector.shapeInfoToString(),
        vector.elementWiseStride());
    floats = type == DataType.FLOAT ? new FloatPointer(vector.data().pointer()) : null;
    doubles = type == DataType.DOUBLE ? new DoublePointer(vector.data().pointer()) : null;
  }

  /** Of a vector that must have that many elements; the message calls it by its name. */
  static VectorWindow of(String name, INDArray vector, long length) {
    VectorWindow window = new VectorWindow(vector);
    Check.that(
        window.length() == length,
        "%s must have %d elements, but has %d",
        name,
        length,
        window.length());
    return window;
  }

  long length() {
    return vector.length();
  }

  /** Reads the run that starts at from; returns its length, at most {@link #LENGTH}. */
  int read(long from, double[] into) {
    int count = (int) Math.min(LENGTH, vector.length() - from);
    read(from, into, count);
    return count;
  }

  void read(long from, double[] into, int count) {
    long start = vector.offset() + from;
    if (doubles != null) {
      doubles.position(start).get(into, 0, count);
      return;
    }
    floats.position(start).get(scratch, 0, count);
    for (int i = 0; i < count; i++) {
      into[i] = scratch[i];
    }
  }

  void write(long from, double[] values, int count) {
    long start = vector.offset() + from;
    if (doubles != null) {
      doubles.position(start).put(values, 0, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      scratch[i] = (float) values[i];
    }
    floats.position(start).put(scratch, 0, count);
  }
}
