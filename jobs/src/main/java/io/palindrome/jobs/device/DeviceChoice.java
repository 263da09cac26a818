package io.palindrome.jobs.device;

import io.palindrome.conf.DeviceKind;
import io.palindrome.conf.KernelKind;
import io.palindrome.conf.ResourceException;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.conf.UserException;
import io.palindrome.model.kernel.OfferedBackend;
import io.palindrome.model.kernel.cuda.DeviceProvider;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where {@code runtime.device} makes a process or a task compute. Asking touches neither ND4J nor a
 * GPU's memory; ND4J starts with the backend that the choice offers it.
 *
 * @param runtime what was asked for
 * @param node what there is
 */
public record DeviceChoice(RuntimeConfig runtime, GpuNode node) {
  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final String NO_ADDRESS =
      "Spark gave this task no GPU; set spark.executor.resource.gpu.amount and"
          + " spark.task.resource.gpu.amount to 1 (docs/gpu.md)";

  /** The choice of this process. */
  public static DeviceChoice of(RuntimeConfig runtime) {
    return new DeviceChoice(runtime, GpuNode.ofThisProcess());
  }

  /**
   * The number in this process of the GPU that the calling thread computes on; empty for the CPU.
   *
   * @throws ResourceException if {@code cuda} is asked for and cannot be used here
   * @throws UserException if {@code cuda} is asked for and Spark gave the task no GPU
   */
  public OptionalInt gpu() {
    require();
    if (!mayBeGpu()) {
      return OptionalInt.empty();
    }
    Optional<String> address = TaskGpu.address();
    if (address.isPresent()) {
      return OptionalInt.of(TaskGpu.ordinal(address.get(), node.devices()));
    }
    if (!TaskGpu.isInExecutor()) {
      return OptionalInt.of(0);
    }
    if (runtime.device() == DeviceKind.CUDA) {
      throw new UserException("Cannot use runtime.device cuda: " + NO_ADDRESS);
    }
    return OptionalInt.empty();
  }

  /**
   * The same, and from now on ND4J's arrays of the calling thread lie there. To be called before
   * the thread makes any.
   */
  public OptionalInt attach() {
    OptionalInt gpu = gpu();
    offerBackend();
    gpu.ifPresent(ordinal -> DeviceProvider.find().orElseThrow().attach(ordinal));
    return gpu;
  }

  /**
   * ND4J of this process starts with the backend of what this chooses: CUDA's where the calling
   * thread can compute on a GPU, the CPU's otherwise. To be called before ND4J is touched.
   */
  public void offerBackend() {
    backend().offer();
  }

  OfferedBackend backend() {
    boolean mayTakeGpu = !TaskGpu.isInExecutor() || TaskGpu.address().isPresent();
    return mayBeGpu() && mayTakeGpu && node.problem().isEmpty()
        ? OfferedBackend.CUDA
        : OfferedBackend.CPU;
  }

  /**
   * Ends what cannot run here.
   *
   * @throws ResourceException if {@code cuda} is asked for and this machine or build cannot
   */
  public void require() {
    if (runtime.device() != DeviceKind.CUDA) {
      return;
    }
    Optional<Diagnosis> problem = node.problem();
    if (problem.isPresent()) {
      throw new ResourceException("Cannot use runtime.device cuda: " + problem.get().line());
    }
  }

  /** Whether processes of this machine compute on its GPUs. */
  public boolean mayBeGpu() {
    return switch (runtime.device()) {
      case CPU -> false;
      case CUDA -> true;
      case AUTO -> runtime.kernels() != KernelKind.HOST && node.problem().isEmpty();
    };
  }

  /** Why {@code auto} computes on the CPU; empty where it was not asked for, or takes a GPU. */
  public Optional<String> fallback() {
    if (runtime.device() != DeviceKind.AUTO || runtime.kernels() == KernelKind.HOST) {
      return Optional.empty();
    }
    String cause =
        node.problem()
            .map(problem -> problem.subject() + ": found " + problem.found())
            .orElse(TaskGpu.isInExecutor() && TaskGpu.address().isEmpty() ? NO_ADDRESS : "");
    return cause.isEmpty()
        ? Optional.empty()
        : Optional.of("runtime.device auto takes the CPU: " + cause);
  }

  /** The same for whoever asks first in this process, so that it is told once. */
  public Optional<String> untoldFallback() {
    Optional<String> why = fallback();
    return why.isPresent() && TOLD.compareAndSet(false, true) ? why : Optional.empty();
  }
}
