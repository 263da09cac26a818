package io.palindrome.model.kernel.host;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * Brings right operands of one shape into the order in which the processor's instructions read
 * them, once for all products with them. For the thread that made it.
 */
final class OneDnnPacking {
  /** Rows of the product that the order is chosen for. */
  private static final int TYPICAL_ROWS = 128;

  /**
   * A right operand [depth, columns] as it lies before.
   *
   * @param row distance of rows
   * @param column distance of columns; one of both is 1
   */
  record Shape(int depth, int columns, int row, int column) {}

  private final stream stream = new stream(OneDnn.CPU);
  private final memory plain;
  private final memory packed;
  private final long bytes;
  private final reorder primitive;

  OneDnnPacking(Shape shape) {
    plain =
        OneDnn.view(OneDnn.bfloat16(shape.depth(), shape.columns(), shape.row(), shape.column()));
    memory.desc order = packed(shape.depth(), shape.columns());
    bytes = order.get_size();
    packed = OneDnn.view(order);
    primitive = new reorder(plain, packed);
  }

  /** The order of packed operands: the same for all products of this depth and these columns. */
  static memory.desc packed(int depth, int columns) {
    memory.desc left = OneDnn.bfloat16(TYPICAL_ROWS, depth, depth, 1);
    memory.desc any =
        new memory.desc(new long[] {depth, columns}, memory.data_type.bf16, memory.format_tag.any);
    memory.desc product = OneDnn.float32(TYPICAL_ROWS, columns);
    return new matmul.primitive_desc(new matmul.desc(left, any, product), OneDnn.CPU)
        .weights_desc();
  }

  /** Bytes of a packed operand. */
  long bytes() {
    return bytes;
  }

  /** Packs in the calling thread alone. */
  void pack(Pointer from, Pointer to) {
    plain.set_data_handle(from);
    packed.set_data_handle(to);
    primitive.execute(stream, plain, packed);
    stream._wait();
  }
}
