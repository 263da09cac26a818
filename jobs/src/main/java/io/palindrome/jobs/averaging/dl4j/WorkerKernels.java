package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.RuntimeConfig;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.api.buffer.DataType;

/** The kernels that a task, or this process, computes with. */
public final class WorkerKernels {
  private WorkerKernels() {}

  /** New kernels, to be closed by the caller; float64 is for checks, and runs on the reference. */
  public static Kernels create(RuntimeConfig runtime, DataType dataType) {
    if (dataType == DataType.DOUBLE) {
      return new ReferenceKernels();
    }
    return switch (runtime.kernels()) {
      case ND4J -> new Nd4jKernels(dataType);
      case AUTO, HOST -> new HostKernels(threads(runtime));
    };
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
