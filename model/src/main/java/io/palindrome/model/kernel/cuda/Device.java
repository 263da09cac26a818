package io.palindrome.model.kernel.cuda;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A GPU as {@code CudaKernels} sees it: memory by address, kernels by name, matrix products.
 * Everything runs in the order in which it was asked for, on one stream; only the {@code read}
 * methods wait. An instance serves one thread.
 */
public interface Device extends AutoCloseable {
  /** Slots of {@link #mark}. */
  int MARKS = 8;

  /** What it can do. */
  DeviceLimits limits();

  /** Remembers in one of {@link #MARKS} slots what was asked for so far. */
  default void mark(int slot) {}

  /**
   * Whether what was asked for before the slot's last mark has run; true where operations run at
   * once, and without a mark.
   */
  default boolean hasPassed(int slot) {
    return true;
  }

  /**
   * Bytes of its memory in use beyond those when this was opened, by whatever process; 0 where it
   * does not tell.
   */
  default long usedBytes() {
    return 0;
  }

  /** The address of new memory, a multiple of 256; its content is undefined. */
  long allocate(long bytes);

  /** Frees what {@link #allocate} gave, after what was asked for so far has run. */
  void free(long address);

  /** Copies {@code values} to the device; the array may be changed afterwards. */
  void write(long address, float[] values);

  /** Copies {@code values} to the device; the array may be changed afterwards. */
  void write(long address, int[] values);

  /** Fills {@code values} from the device, after waiting for everything asked for before. */
  void read(long address, float[] values);

  /** Fills {@code values} from the device, after waiting for everything asked for before. */
  void read(long address, int[] values);

  /** Copies within the device; the two must not overlap. */
  void copy(long from, long to, long bytes);

  /** Copies an array's elements, in row order, to {@code to}; float32. */
  void load(INDArray array, long to);

  /** Copies float32 elements from {@code from} into the array, in row order. */
  void store(long from, INDArray array);

  /**
   * Starts a kernel of the sources under {@code /kernels}.
   *
   * @param arguments one for each of the kernel's parameters; may be filled anew afterwards
   */
  void launch(String kernel, LaunchShape shape, LaunchArguments arguments);

  /**
   * The same with boxed arguments, for launches that are rare.
   *
   * @param arguments Long for an address or a 64-bit integer, Integer, Float
   */
  default void launch(String kernel, LaunchShape shape, Object... arguments) {
    launch(kernel, shape, LaunchArguments.of(kernel, arguments));
  }

  /** c = alpha op(a) op(b) + beta c, in float32. */
  default void multiply(DeviceProduct product) {
    multiply(ProductFormat.FLOAT32, product);
  }

  /**
   * The same with operands rounded to a format; sums, and what lies in memory, are float32.
   *
   * @param format FLOAT32 for products that decide something, such as hash buckets
   */
  void multiply(ProductFormat format, DeviceProduct product);

  @Override
  void close();
}
