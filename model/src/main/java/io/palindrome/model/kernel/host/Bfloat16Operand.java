package io.palindrome.model.kernel.host;

import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * A block of an operand in bfloat16, outside of Java's heap: runs of elements that are contiguous
 * in the operand, one after the other. Runs and their elements beyond the operand are 0.
 */
final class Bfloat16Operand implements AutoCloseable {
  private BytePointer memory = new BytePointer((long) 0);
  private ShortBuffer values;
  private int runLength;

  /** Makes room for {@code runs} runs of {@code runLength} elements. */
  void resize(int runs, int runLength) {
    this.runLength = runLength;
    long bytes = (long) runs * runLength * Short.BYTES;
    if (memory.capacity() < bytes) {
      memory.close();
      memory = new BytePointer(bytes);
      values = memory.asByteBuffer().order(ByteOrder.nativeOrder()).asShortBuffer();
    }
  }

  BytePointer memory() {
    return memory;
  }

  /**
   * Rounds {@code count} elements of {@code x} into a run.
   *
   * @param row scratch of a run's length
   */
  void round(float scale, float[] x, int at, int count, int run, short[] row) {
    Bfloat16Rows.round(scale, x, at, row, 0, count);
    java.util.Arrays.fill(row, count, runLength, (short) 0);
    values.put(run * runLength, row, 0, runLength);
  }

  @Override
  public void close() {
    memory.close();
  }
}
