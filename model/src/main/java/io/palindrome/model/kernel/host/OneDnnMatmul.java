package io.palindrome.model.kernel.host;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * A product of bfloat16 matrices of one shape, summed up in float32 by oneDNN. For the thread that
 * made it.
 */
final class OneDnnMatmul {
  /**
   * c [rows, columns] = op(a) b, b packed ({@link OneDnnPacking}).
   *
   * @param aTransposed whether a lies as [depth, rows], and not as [rows, depth]
   */
  record Shape(int rows, int depth, int columns, boolean aTransposed) {}

  private final stream stream = new stream(OneDnn.CPU);
  private final matmul primitive;
  private final memory a;
  private final memory b;
  private final memory c;
  private final IntMemoryMap arguments = new IntMemoryMap();

  OneDnnMatmul(Shape shape) {
    int row = shape.aTransposed() ? 1 : shape.depth();
    int column = shape.aTransposed() ? shape.rows() : 1;
    memory.desc left = OneDnn.bfloat16(shape.rows(), shape.depth(), row, column);
    memory.desc right = OneDnnPacking.packed(shape.depth(), shape.columns());
    memory.desc product = OneDnn.float32(shape.rows(), shape.columns());
    primitive =
        new matmul(new matmul.primitive_desc(new matmul.desc(left, right, product), OneDnn.CPU));
    a = OneDnn.view(left);
    b = OneDnn.view(right);
    c = OneDnn.view(product);
    arguments.put(dnnl.DNNL_ARG_SRC, a);
    arguments.put(dnnl.DNNL_ARG_WEIGHTS, b);
    arguments.put(dnnl.DNNL_ARG_DST, c);
  }

  /** Multiplies in the calling thread alone. */
  void multiply(Pointer left, Pointer right, Pointer product) {
    a.set_data_handle(left);
    b.set_data_handle(right);
    c.set_data_handle(product);
    primitive.execute(stream, arguments);
    stream._wait();
  }
}
