package io.palindrome.conf;

import java.io.Serializable;

/**
 * The machines. Nothing here changes what is computed beyond floating-point rounding.
 *
 * @param threads of one task; 0 = the cores that Spark gives the task
 * @param localExecutors executor JVMs of the embedded Spark
 * @param executorMemory Java heap of each of them, in bytes; on the CPU it holds the activations
 */
public record RuntimeConfig(
    DeviceKind device,
    KernelKind kernels,
    int threads,
    int localExecutors,
    @Bytes long executorMemory)
    implements Serializable {
  public static final RuntimeConfig DEFAULT =
      new RuntimeConfig(DeviceKind.AUTO, KernelKind.AUTO, 0, 2, 2L << 30);

  public RuntimeConfig {
    Check.present("runtime.device", device);
    Check.present("runtime.kernels", kernels);
    Check.inRange("runtime.threads", threads, 0, 1024);
    Check.inRange("runtime.local-executors", localExecutors, 1, 64);
    Check.inRange("runtime.executor-memory", executorMemory, 512L << 20, 1L << 40);
    Check.that(
        device != DeviceKind.CUDA || kernels != KernelKind.HOST,
        "runtime.kernels must be auto or nd4j with runtime.device cuda, but is host");
  }
}
