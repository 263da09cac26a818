package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Matrix;

/**
 * The arguments of one launch, in the order of the kernel's parameters. One object is filled for
 * launch after launch: a device has read it when its launch returns, and nothing is left to the
 * garbage collector.
 */
public final class LaunchArguments {
  /** Parameters that a kernel may have. */
  public static final int MOST = 64;

  private final long[] cells = new long[MOST];
  private final byte[] kinds = new byte[MOST];
  private int count;

  /**
   * New ones; for launches that are rare.
   *
   * @param values Long for an address or a 64-bit integer, Integer, Float
   */
  public static LaunchArguments of(String kernel, Object... values) {
    LaunchArguments made = new LaunchArguments();
    for (Object value : values) {
      if (value instanceof Long number) {
        made.with(number.longValue());
      } else if (value instanceof Integer number) {
        made.with(number.intValue());
      } else if (value instanceof Float number) {
        made.with(number.floatValue());
      } else {
        throw new IllegalArgumentException(
            "argument %d of kernel %s must be a Long, an Integer or a Float, but is %s"
                .formatted(made.count, kernel, value));
      }
    }
    return made;
  }

  /** Begins anew. */
  public LaunchArguments clear() {
    count = 0;
    return this;
  }

  /** An address, or an integer of 64 bits. */
  public LaunchArguments with(long value) {
    return with('L', value);
  }

  /** An integer of 32 bits. */
  public LaunchArguments with(int value) {
    return with('I', value);
  }

  /** A float. */
  public LaunchArguments with(float value) {
    return with('F', Float.floatToRawIntBits(value));
  }

  /** The address of a matrix's first element, and its stride. */
  LaunchArguments with(Matrix matrix) {
    return with(CudaStorage.address(matrix)).with(matrix.stride());
  }

  private LaunchArguments with(char kind, long bits) {
    if (count == MOST) {
      throw new IllegalStateException("arguments of a kernel must be at most " + MOST);
    }
    kinds[count] = (byte) kind;
    cells[count++] = bits;
    return this;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** The i-th, in its lowest bits: all 64, or 32 that are an integer or a float. */
  public long cell(int i) {
    return cells[i];
  }

  /** Of the i-th: L for 64 bits, I for an integer of 32, F for a float. */
  public char kind(int i) {
    return (char) kinds[i];
  }
}
