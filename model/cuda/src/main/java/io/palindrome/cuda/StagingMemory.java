package io.palindrome.cuda;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Host memory that the GPU copies from and to by itself, in two halves: one is filled while the
 * other is copied. Writes return when the values are here, before the GPU has them.
 */
final class StagingMemory implements AutoCloseable {
  /** Bytes of a half; the tokens of a step are fewer. */
  private static final int HALF = 2 << 20;

  private static final int VALUES = HALF / Float.BYTES;

  /** CU_EVENT_DISABLE_TIMING. */
  private static final int WITHOUT_TIMES = 2;

  private final CUstream_st stream;
  private final Half[] halves = {new Half(), new Half()};
  private int next;

  private static final class Half {
    private final Pointer memory = new Pointer();
    private final CUevent_st copied = new CUevent_st();
    private FloatPointer floats;
    private IntPointer integers;
  }

  StagingMemory(CUstream_st stream) {
    this.stream = stream;
    for (Half half : halves) {
      check(cudart.cuMemAllocHost(half.memory, HALF), "cuMemAllocHost");
      check(cudart.cuEventCreate(half.copied, WITHOUT_TIMES), "cuEventCreate");
      half.floats = new FloatPointer(half.memory);
      half.integers = new IntPointer(half.memory);
    }
  }

  private static void check(int code, String call) {
    CudaCode.check(code, call, "copy between host and GPU");
  }

  void write(long address, float[] values) {
    for (int first = 0; first < values.length; first += VALUES) {
      int count = Math.min(VALUES, values.length - first);
      Half half = free();
      half.floats.put(values, first, count);
      send(half, address + (long) first * Float.BYTES, count);
    }
  }

  void write(long address, int[] values) {
    for (int first = 0; first < values.length; first += VALUES) {
      int count = Math.min(VALUES, values.length - first);
      Half half = free();
      half.integers.put(values, first, count);
      send(half, address + (long) first * Integer.BYTES, count);
    }
  }

  /** The half that was sent longest ago, which the GPU is done with. */
  private Half free() {
    Half half = halves[next];
    next = 1 - next;
    check(cudart.cuEventSynchronize(half.copied), "cuEventSynchronize");
    return half;
  }

  private void send(Half half, long address, int count) {
    long bytes = (long) count * Float.BYTES;
    check(cudart.cuMemcpyHtoDAsync(address, half.memory, bytes, stream), "cuMemcpyHtoDAsync");
    check(cudart.cuEventRecord(half.copied, stream), "cuEventRecord");
  }

  void read(long address, float[] values) {
    for (int first = 0; first < values.length; first += VALUES) {
      int count = Math.min(VALUES, values.length - first);
      receive(address + (long) first * Float.BYTES, count).floats.get(values, first, count);
    }
  }

  void read(long address, int[] values) {
    for (int first = 0; first < values.length; first += VALUES) {
      int count = Math.min(VALUES, values.length - first);
      receive(address + (long) first * Integer.BYTES, count).integers.get(values, first, count);
    }
  }

  private Half receive(long address, int count) {
    Half half = free();
    long bytes = (long) count * Float.BYTES;
    check(cudart.cuMemcpyDtoHAsync(half.memory, address, bytes, stream), "cuMemcpyDtoHAsync");
    CudaCode.check(
        cudart.cuStreamSynchronize(stream), "cuStreamSynchronize", "finish what the GPU was given");
    return half;
  }

  @Override
  public void close() {
    for (Half half : halves) {
      cudart.cuEventDestroy(half.copied);
      cudart.cuMemFreeHost(half.memory);
    }
  }
}
