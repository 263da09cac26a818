package io.palindrome.model.kernel.host;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A product of bfloat16 matrices of one shape, summed up in float32 by oneDNN. For the thread that
 * made it.
 */
final class OneDnnMatmul {
  /**
   * c [rows, columns] = op(a) op(b).
   *
   * @param aTransposed whether a lies as [depth, rows], and not as [rows, depth]
   * @param bTransposed whether b lies as [columns, depth], and not as [depth, columns]
   */
  record Shape(int rows, int depth, int columns, boolean aTransposed, boolean bTransposed) {}

  private static final engine CPU = new engine(engine.kind.cpu, 0);

  private final stream stream = new stream(CPU);
  private final matmul primitive;
  private final memory a;
  private final memory b;
  private final memory c;
  private final IntMemoryMap arguments = new IntMemoryMap();

  OneDnnMatmul(Shape shape) {
    memory.data_type bfloat16 = memory.data_type.bf16;
    memory.desc left = layout(shape.rows(), shape.depth(), shape.aTransposed(), bfloat16);
    memory.desc right = layout(shape.depth(), shape.columns(), shape.bTransposed(), bfloat16);
    memory.desc product = layout(shape.rows(), shape.columns(), false, memory.data_type.f32);
    primitive = new matmul(new matmul.primitive_desc(new matmul.desc(left, right, product), CPU));
    a = new memory(left, CPU, new BytePointer((Pointer) null));
    b = new memory(right, CPU, new BytePointer((Pointer) null));
    c = new memory(product, CPU, new BytePointer((Pointer) null));
    arguments.put(dnnl.DNNL_ARG_SRC, a);
    arguments.put(dnnl.DNNL_ARG_WEIGHTS, b);
    arguments.put(dnnl.DNNL_ARG_DST, c);
  }

  private static memory.desc layout(
      int rows, int columns, boolean transposed, memory.data_type type) {
    long[] strides = transposed ? new long[] {1, rows} : new long[] {columns, 1};
    return new memory.desc(new long[] {rows, columns}, type, strides);
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
