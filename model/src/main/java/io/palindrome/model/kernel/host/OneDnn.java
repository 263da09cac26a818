package io.palindrome.model.kernel.host;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** The processor as oneDNN sees it, and its descriptions of matrices. */
final class OneDnn {
  static final engine CPU = new engine(engine.kind.cpu, 0);

  private OneDnn() {}

  /**
   * Before a thread's first operation: oneDNN, which is loaded by now, shall compute in the calling
   * thread alone.
   */
  static void prepareThread() {
    OpenMpThreads.oneForThisThread();
  }

  /**
   * A bfloat16 matrix.
   *
   * @param row distance of rows
   * @param column distance of columns
   */
  static memory.desc bfloat16(int rows, int columns, int row, int column) {
    return new memory.desc(
        new long[] {rows, columns}, memory.data_type.bf16, new long[] {row, column});
  }

  /** A float32 matrix, row after row. */
  static memory.desc float32(int rows, int columns) {
    return new memory.desc(
        new long[] {rows, columns}, memory.data_type.f32, new long[] {columns, 1});
  }

  /** A matrix that is yet to be told where its elements lie. */
  static memory view(memory.desc description) {
    return new memory(description, CPU, new BytePointer((Pointer) null));
  }
}
