package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.RuntimeConfig;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.ReferenceKernels;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.api.buffer.DataType;

/** The kernels that one worker computes with. */
final class WorkerKernels {
  private WorkerKernels() {}

  /** float64 is for checks, and runs on the reference. */
  static Kernels create(RuntimeConfig runtime, DataType dataType) {
    if (dataType == DataType.DOUBLE) {
      return new ReferenceKernels();
    }
    return new ReferenceKernels();
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
