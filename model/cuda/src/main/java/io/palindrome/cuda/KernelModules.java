package io.palindrome.cuda;

import io.palindrome.model.kernel.cuda.KernelCache;
import io.palindrome.model.kernel.cuda.KernelImage;
import io.palindrome.model.kernel.cuda.KernelSources;
import io.palindrome.model.kernel.cuda.LaunchArguments;
import io.palindrome.model.kernel.cuda.LaunchShape;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The kernels of one device: a unit is compiled, or taken from the cache, and loaded when the first
 * of its kernels is launched.
 */
final class KernelModules implements AutoCloseable {
  /** Dynamic shared memory that every kernel may have without asking. */
  private static final int SHARED_WITHOUT_ASKING = 48 * 1024;

  private final NvrtcCompiler compiler;
  private final KernelCache cache;
  private final Launching launching;
  private final KernelArguments arguments = new KernelArguments();
  private final Map<String, CUmod_st> modules = new HashMap<>();
  private final Map<String, Kernel> kernels = new HashMap<>();

  private static final class Kernel {
    private final CUfunc_st function = new CUfunc_st();
    private int sharedBytes = SHARED_WITHOUT_ASKING;
  }

  KernelModules(NvrtcCompiler compiler, KernelCache cache, Launching launching) {
    this.compiler = compiler;
    this.cache = cache;
    this.launching = launching;
  }

  /** Starts a kernel on a stream. */
  void launch(String name, LaunchShape shape, CUstream_st stream, LaunchArguments values) {
    Kernel kernel = kernels.get(name);
    if (kernel == null) {
      kernel = find(name);
      kernels.put(name, kernel);
    }
    if (shape.sharedBytes() > kernel.sharedBytes) {
      allow(name, kernel, shape.sharedBytes());
    }
    int code =
        cudart.cuLaunchKernel(
            kernel.function,
            shape.blocks(),
            shape.layers(),
            1,
            shape.threads(),
            1,
            1,
            shape.sharedBytes(),
            stream,
            arguments.of(values),
            (PointerPointer<?>) null);
    if (code != 0) {
      CudaCode.check(code, "cuLaunchKernel", "start kernel " + name + " with " + shape);
    }
    if (launching == Launching.BLOCKING) {
      code = cudart.cuStreamSynchronize(stream);
      CudaCode.check(code, "cuStreamSynchronize", "run kernel " + name + " with " + shape);
    }
  }

  private Kernel find(String name) {
    KernelSources.Unit unit = KernelSources.unitOf(name);
    Kernel kernel = new Kernel();
    CUmod_st module = modules.computeIfAbsent(unit.name(), key -> load(unit));
    int code = cudart.cuModuleGetFunction(kernel.function, module, name);
    CudaCode.check(code, "cuModuleGetFunction", "find kernel " + name + " of " + unit.name());
    return kernel;
  }

  private CUmod_st load(KernelSources.Unit unit) {
    KernelImage key = compiler.image(unit);
    byte[] image = cache.get(key, () -> compiler.compile(key));
    CUmod_st module = new CUmod_st();
    try (BytePointer data = new BytePointer(image.length + 1L)) {
      // PTX is text that ends with a zero.
      data.put(image, 0, image.length).put((long) image.length, (byte) 0);
      int code = cudart.cuModuleLoadData(module, data);
      CudaCode.check(code, "cuModuleLoadData", "load the kernels of " + unit.name());
    }
    return module;
  }

  private static void allow(String name, Kernel kernel, int sharedBytes) {
    int attribute = cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
    int code = cudart.cuFuncSetAttribute(kernel.function, attribute, sharedBytes);
    CudaCode.check(
        code,
        "cuFuncSetAttribute",
        "give kernel %s %d bytes of shared memory".formatted(name, sharedBytes));
    kernel.sharedBytes = sharedBytes;
  }

  @Override
  public void close() {
    modules.values().forEach(cudart::cuModuleUnload);
    modules.clear();
    kernels.clear();
    arguments.close();
  }
}
