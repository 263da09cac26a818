package io.palindrome.jobs.device;

import io.palindrome.conf.ResourceException;
import io.palindrome.model.kernel.cuda.driver.GpuDevice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The GPU that Spark gave the task of the calling thread. */
public final class TaskGpu {
  private static final String RESOURCE = "gpu";
  private static final String DRIVER = "driver";

  private TaskGpu() {}

  /**
   * Its address, as a discovery script named it; empty outside of tasks and where none is given.
   */
  public static Optional<String> address() {
    TaskContext task = TaskContext.get();
    if (task == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(task.resourcesJMap().get(RESOURCE))
        .map(ResourceInformation::addresses)
        .filter(addresses -> addresses.length > 0)
        .map(addresses -> addresses[0]);
  }

  /**
   * Whether the calling thread is a task in an executor, where GPUs belong to who was given one.
   */
  static boolean isInExecutor() {
    return TaskContext.get() != null
        && SparkEnv.get() != null
        && !SparkEnv.get().executorId().equals(DRIVER);
  }

  /**
   * The number in this process of the GPU at an address.
   *
   * @param address the GPU's UUID, or its number
   * @throws ResourceException if this process does not see it
   */
  static int ordinal(String address, List<GpuDevice> devices) {
    return devices.stream()
        .filter(gpu -> matches(address, gpu))
        .mapToInt(GpuDevice::ordinal)
        .findFirst()
        .orElseThrow(() -> new ResourceException(unknown(address, devices)));
  }

  private static boolean matches(String address, GpuDevice gpu) {
    return address.equals(String.valueOf(gpu.ordinal()))
        || address.toLowerCase(Locale.ROOT).equals(gpu.uuid().toLowerCase(Locale.ROOT));
  }

  private static String unknown(String address, List<GpuDevice> devices) {
    String seen =
        devices.stream()
            .map(gpu -> gpu.ordinal() + " (" + gpu.uuid() + ")")
            .collect(Collectors.joining(", "));
    return ("Cannot use GPU %s, which Spark gave this task: this process sees %s; let the discovery"
            + " script of this node print UUIDs, as scripts/gpu-addresses.sh does, and give the"
            + " executor the same CUDA_VISIBLE_DEVICES as the script")
        .formatted(address, seen);
  }
}
