package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.DeviceKind;
import io.palindrome.conf.KernelKind;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.UserException;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.api.buffer.DataType;

/** The kernels that one worker computes with. */
public final class WorkerKernels {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private WorkerKernels() {}

  /**
   * What the configuration asks for. The fused kernels need the Vector API's module; where it is
   * not there, {@code auto} takes ND4J's. float64 is for checks, and runs on the reference.
   *
   * @throws UserException if fused kernels are asked for by name and cannot run
   */
  public static Kernels create(RuntimeConfig runtime, DataType dataType) {
    if (dataType == DataType.DOUBLE) {
      return new ReferenceKernels();
    }
    if (runtime.device() == DeviceKind.CUDA) {
      throw new UserException(
          "runtime.device must be auto or cpu in this version, but is cuda: it has no CUDA kernels");
    }
    if (runtime.kernels() == KernelKind.HOST && !canUseVectors()) {
      throw new UserException(
          "Cannot use runtime.kernels host: this JVM was started without --add-modules "
              + VECTOR_MODULE
              + "; add it to spark.driver.extraJavaOptions and spark.executor.extraJavaOptions");
    }
    return areOnHeap(runtime) ? new HostKernels(threads(runtime)) : new Nd4jKernels(dataType);
  }

  /** Whether the kernels' buffers lie in Java's heap. */
  public static boolean areOnHeap(RuntimeConfig runtime) {
    return runtime.kernels() != KernelKind.ND4J && canUseVectors();
  }

  private static boolean canUseVectors() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /** Threads of one task: what is configured, or the cores that Spark gives the task. */
  static int threads(RuntimeConfig runtime) {
    if (runtime.threads() > 0) {
      return runtime.threads();
    }
    TaskContext task = TaskContext.get();
    return task == null ? Runtime.getRuntime().availableProcessors() : task.cpus();
  }
}
