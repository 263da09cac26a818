package io.palindrome.cuda;

import io.palindrome.model.kernel.cuda.Device;
import io.palindrome.model.kernel.cuda.DeviceLimits;
import io.palindrome.model.kernel.cuda.DeviceProduct;
import io.palindrome.model.kernel.cuda.KernelCache;
import io.palindrome.model.kernel.cuda.LaunchArguments;
import io.palindrome.model.kernel.cuda.LaunchShape;
import io.palindrome.model.kernel.cuda.ProductFormat;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.jita.allocator.impl.AtomicAllocator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A GPU with ND4J's memory, on the stream on which ND4J computes for the thread that made this, in
 * the context that both share.
 */
final class Nd4jCudaDevice implements Device {
  private final CUstream_st stream;
  private final DeviceLimits limits;
  private final Nd4jMemory memory = new Nd4jMemory();
  private final Nd4jArrays arrays;
  private final StagingMemory staging;
  private final KernelModules kernels;
  private final CublasProducts products;
  private final StreamMarks marks;
  private final long usedBefore;
  private boolean closed;

  /**
   * @param ordinal of the GPU in this process, from 0
   */
  Nd4jCudaDevice(int ordinal, KernelCache cache) {
    stream = attach(ordinal);
    limits = limits(ordinal);
    arrays = new Nd4jArrays(stream);
    staging = new StagingMemory(stream);
    NvrtcCompiler compiler = new NvrtcCompiler(limits.computeCapability());
    kernels = new KernelModules(compiler, cache, Launching.of(System.getenv()));
    products = new CublasProducts(this, stream);
    marks = new StreamMarks(stream, MARKS);
    usedBefore = Nd4jMemory.used();
  }

  /** The calling thread's arrays lie on that GPU from now on; its stream there. */
  static CUstream_st attach(int ordinal) {
    Nd4j.getAffinityManager().unsafeSetDevice(ordinal);
    Pointer handle = AtomicAllocator.getInstance().getDeviceContext().getCublasStream();
    CUstream_st stream = new CUstream_st(handle);
    // Does nothing but make the context current that ND4J's calls and ours share.
    int code = cudart.cudaFree((Pointer) null);
    CudaCode.check(code, "cudaFree", "use GPU " + ordinal);
    return stream;
  }

  private static DeviceLimits limits(int ordinal) {
    int major = attribute(ordinal, cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    int minor = attribute(ordinal, cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    return new DeviceLimits(
        10 * major + minor,
        attribute(ordinal, cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(ordinal, cudart.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN));
  }

  private static int attribute(int ordinal, int which) {
    int[] value = {0};
    int code = cudart.cuDeviceGetAttribute(value, which, ordinal);
    CudaCode.check(code, "cuDeviceGetAttribute", "ask GPU " + ordinal + " what it can do");
    return value[0];
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("Cannot use a device that is closed");
    }
  }

  @Override
  public DeviceLimits limits() {
    return limits;
  }

  @Override
  public void mark(int slot) {
    checkOpen();
    marks.set(slot);
  }

  @Override
  public boolean hasPassed(int slot) {
    checkOpen();
    return marks.hasPassed(slot);
  }

  /** The context, the libraries' code and cuBLAS's workspace are not counted. */
  @Override
  public long usedBytes() {
    return Nd4jMemory.used() - usedBefore;
  }

  @Override
  public long allocate(long bytes) {
    checkOpen();
    return memory.allocate(bytes);
  }

  @Override
  public void free(long address) {
    checkOpen();
    memory.free(address);
  }

  @Override
  public void write(long address, float[] values) {
    checkOpen();
    staging.write(address, values);
  }

  @Override
  public void write(long address, int[] values) {
    checkOpen();
    staging.write(address, values);
  }

  @Override
  public void read(long address, float[] values) {
    checkOpen();
    staging.read(address, values);
  }

  @Override
  public void read(long address, int[] values) {
    checkOpen();
    staging.read(address, values);
  }

  @Override
  public void copy(long from, long to, long bytes) {
    int code = cudart.cuMemcpyDtoDAsync(to, from, bytes, stream);
    CudaCode.check(code, "cuMemcpyDtoDAsync", "copy on the GPU");
  }

  @Override
  public void load(INDArray array, long to) {
    checkOpen();
    arrays.load(array, to);
  }

  @Override
  public void store(long from, INDArray array) {
    checkOpen();
    arrays.store(from, array);
  }

  @Override
  public void launch(String kernel, LaunchShape shape, LaunchArguments arguments) {
    checkOpen();
    kernels.launch(kernel, shape, stream, arguments);
  }

  @Override
  public void multiply(ProductFormat format, DeviceProduct product) {
    checkOpen();
    products.multiply(format, product);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    cudart.cuStreamSynchronize(stream);
    products.close();
    kernels.close();
    staging.close();
    marks.close();
    memory.close();
    closed = true;
  }
}
