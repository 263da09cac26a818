package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.KernelKind;
import io.palindrome.conf.PrecisionKind;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.device.DeviceChoice;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.cuda.DeviceProvider;
import io.palindrome.model.kernel.host.Bfloat16Check;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.kernel.host.VectorCheck;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.TaskContext;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The kernels that one worker computes with. */
public final class WorkerKernels {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerKernels.class);
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private WorkerKernels() {}

  /**
   * What the configuration asks for. On a GPU that is the one that Spark gave the task. On the CPU
   * the fused kernels need vectors; where {@link VectorCheck} finds that they cannot be used,
   * {@code auto} takes ND4J's and says so on the log. float64 is for checks, and runs on the
   * reference.
   *
   * @throws UserException if fused kernels are asked for by name and cannot run
   * @throws io.palindrome.conf.ResourceException if a GPU is asked for and cannot be used
   */
  public static Kernels create(RuntimeConfig runtime, DataType dataType) {
    return create(runtime, PrecisionKind.FLOAT32, dataType);
  }

  /**
   * The same for training steps.
   *
   * @throws UserException if this process cannot compute in the precision, too
   */
  public static Kernels create(RuntimeConfig runtime, PrecisionKind precision, DataType dataType) {
    return create(runtime, precision, dataType, vectors(runtime));
  }

  static Kernels create(
      RuntimeConfig runtime, PrecisionKind precision, DataType dataType, VectorCheck check) {
    if (dataType == DataType.DOUBLE) {
      return new ReferenceKernels();
    }
    DeviceChoice device = DeviceChoice.of(runtime);
    OptionalInt gpu = device.attach();
    if (gpu.isPresent() && runtime.kernels() != KernelKind.ND4J) {
      return DeviceProvider.find().orElseThrow().kernels(gpu.getAsInt(), precision);
    }
    if (runtime.kernels() == KernelKind.HOST && !check.passed()) {
      throw new UserException("Cannot use runtime.kernels host: " + check.problem());
    }
    if (SAID.compareAndSet(false, true)) {
      log(runtime, check, device);
    }
    if (precision.needsGpu()) {
      throw new UserException(needsGpu(precision, gpu.isPresent()));
    }
    boolean host = areHost(runtime, check);
    if (precision == PrecisionKind.BF16_GEMM) {
      checkBfloat16(host);
    }
    return host ? new HostKernels(threads(runtime), precision) : new Nd4jKernels(dataType);
  }

  private static String needsGpu(PrecisionKind precision, boolean hasGpu) {
    String value = precision.name().toLowerCase(Locale.ROOT);
    return hasGpu
        ? "Cannot use train.precision %s with ND4J's kernels; set train.precision to float32, or runtime.kernels to auto"
            .formatted(value)
        : "Cannot use train.precision %s on the CPU; set train.precision to float32, or train on nodes with GPUs (docs/gpu.md)"
            .formatted(value);
  }

  private static void checkBfloat16(boolean host) {
    if (!host) {
      throw new UserException(
          "Cannot use train.precision bf16-gemm with ND4J's kernels; set train.precision to float32"
              + ", or runtime.kernels to host");
    }
    Bfloat16Check check = Bfloat16Check.ofThisProcess();
    if (!check.passed()) {
      throw new UserException("Cannot use train.precision bf16-gemm: " + check.problem());
    }
  }

  private static void log(RuntimeConfig runtime, VectorCheck check, DeviceChoice device) {
    boolean hasGpus = !device.node().devices().isEmpty();
    device
        .untoldFallback()
        .ifPresent(why -> LOG.atLevel(hasGpus ? Level.WARN : Level.INFO).log(why));
    if (runtime.kernels() == KernelKind.AUTO && !check.passed()) {
      LOG.warn("runtime.kernels auto takes nd4j, several times slower: {}", check.problem());
    }
    LOG.info("kernels: {}; vectors: {}", name(runtime, check), check.vectors());
  }

  /** Whether the kernels' buffers lie in Java's heap. */
  public static boolean areOnHeap(RuntimeConfig runtime) {
    return !areCuda(runtime) && areHost(runtime, vectors(runtime));
  }

  /** The kernels that {@link #create} takes in this JVM: cuda, host or nd4j. */
  public static String name(RuntimeConfig runtime) {
    return areCuda(runtime) ? "cuda" : name(runtime, vectors(runtime));
  }

  private static String name(RuntimeConfig runtime, VectorCheck check) {
    return (areHost(runtime, check) ? KernelKind.HOST : KernelKind.ND4J)
        .name()
        .toLowerCase(Locale.ROOT);
  }

  /** The check computes with ND4J's arrays, so ND4J starts here. */
  private static VectorCheck vectors(RuntimeConfig runtime) {
    DeviceChoice.of(runtime).offerBackend();
    return VectorCheck.ofThisJvm();
  }

  /** Whether kernels compute on a GPU of this machine. */
  public static boolean areCuda(RuntimeConfig runtime) {
    return runtime.kernels() != KernelKind.ND4J && DeviceChoice.of(runtime).mayBeGpu();
  }

  private static boolean areHost(RuntimeConfig runtime, VectorCheck check) {
    return runtime.kernels() != KernelKind.ND4J && check.passed();
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
