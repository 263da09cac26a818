package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Transpose;

/**
 * One operand of a device's products, rounded to bfloat16: its memory, which grows to what the
 * largest product needs and is kept.
 */
public final class Bfloat16Operand implements AutoCloseable {
  /** Rows of tensor cores' operands begin at multiples of 16 bytes, or cuBLAS does without them. */
  private static final int ALIGNMENT = 8;

  private static final int THREADS = 256;
  private static final int BLOCKS_PER_MULTIPROCESSOR = 16;

  private final Device device;
  private final DeviceScratch memory;
  private final LaunchArguments arguments = new LaunchArguments();
  private final int mostBlocks;
  private long address;
  private int stride;

  public Bfloat16Operand(Device device) {
    this.device = device;
    memory = new DeviceScratch(device);
    mostBlocks = BLOCKS_PER_MULTIPROCESSOR * device.limits().multiprocessors();
  }

  /** Rounds a of a product. */
  public void takeA(DeviceProduct p) {
    boolean transposed = p.opA() == Transpose.TRANSPOSED;
    take(p.a(), p.strideA(), transposed ? p.inner() : p.rows(), transposed ? p.rows() : p.inner());
  }

  /** Rounds b of a product. */
  public void takeB(DeviceProduct p) {
    boolean transposed = p.opB() == Transpose.TRANSPOSED;
    take(
        p.b(),
        p.strideB(),
        transposed ? p.columns() : p.inner(),
        transposed ? p.inner() : p.columns());
  }

  private void take(long x, int strideX, int rows, int columns) {
    stride = (columns + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    address = memory.floats((long) rows * stride * Short.BYTES / Float.BYTES);
    int lanes = Math.min(THREADS, Integer.highestOneBit(Math.max(1, stride / 2)));
    int rowsOfBlock = THREADS / lanes;
    int blocks = Math.max(1, Math.min(mostBlocks, (rows + rowsOfBlock - 1) / rowsOfBlock));
    LaunchShape shape = new LaunchShape(blocks, 1, THREADS, 0);
    arguments.clear().with(x).with(strideX).with(rows).with(columns);
    device.launch("roundToBfloat16", shape, arguments.with(lanes).with(address).with(stride));
  }

  /** Of the first element. */
  public long address() {
    return address;
  }

  /** Elements between the beginnings of two rows. */
  public int stride() {
    return stride;
  }

  @Override
  public void close() {
    memory.close();
  }
}
