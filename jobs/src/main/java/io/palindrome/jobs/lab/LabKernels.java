package io.palindrome.jobs.lab;

import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.model.kernel.Kernels;
import org.nd4j.linalg.api.buffer.DataType;

/** The kernels that sections compute with. */
public final class LabKernels {
  private LabKernels() {}

  /** What training runs on: float32, fused, on all cores of the machine. */
  public static Kernels fast() {
    return WorkerKernels.create(RuntimeConfig.DEFAULT, DataType.FLOAT);
  }
}
