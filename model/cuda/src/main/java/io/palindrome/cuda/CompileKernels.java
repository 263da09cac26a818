package io.palindrome.cuda;

import io.palindrome.model.kernel.cuda.KernelCache;
import io.palindrome.model.kernel.cuda.KernelImage;
import io.palindrome.model.kernel.cuda.KernelSources;
import java.nio.file.Path;

/**
 * Fills a kernel cache for one kind of GPU ahead of time, as its first user would have done: for
 * bundles. Needs no GPU, and of a driver's library no more than that the name {@code libcuda.so.1}
 * leads to one.
 */
public final class CompileKernels {
  private CompileKernels() {}

  /**
   * Compiles every unit that the cache lacks, and says how many it has then.
   *
   * @param arguments the cache's folder, and ten times the major compute capability plus the minor
   */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      throw new IllegalArgumentException(
          "arguments must be a folder and a compute capability such as 90, but are %d"
              .formatted(arguments.length));
    }
    int units = fill(new KernelCache(Path.of(arguments[0])), Integer.parseInt(arguments[1]));
    System.out.println("kernels of " + units + " units");
  }

  /** The number of units. */
  static int fill(KernelCache cache, int computeCapability) {
    NvrtcCompiler compiler = new NvrtcCompiler(computeCapability);
    KernelSources.units().parallelStream()
        .forEach(
            unit -> {
              KernelImage key = compiler.image(unit);
              cache.get(key, () -> compiler.compile(key));
            });
    return KernelSources.units().size();
  }
}
