package io.palindrome.cuda;

import io.palindrome.conf.ResourceException;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What a call of NVIDIA's driver returned.
 *
 * @param call such as {@code cuLaunchKernel}
 * @param code 0 for success
 */
record CudaCode(String call, int code) {
  private static final int OUT_OF_MEMORY = 2;
  private static final int FIRST_OF_PTX = 218;
  private static final int LAST_OF_PTX = 222;
  private static final int NO_BINARY = 209;
  private static final int FIRST_OF_KERNELS = 700;
  private static final int LAST_OF_KERNELS = 719;
  private static final int TOO_MANY_RESOURCES = 701;

  /**
   * Ends what could not be done.
   *
   * @param code as the driver returned it
   * @param what was to be done, after "Cannot"
   * @throws ResourceException if the GPU has no more memory
   * @throws IllegalStateException for every other error
   */
  static void check(int code, String call, String what) {
    if (code != 0) {
      throw new CudaCode(call, code).exception(what, name(code));
    }
  }

  RuntimeException exception(String what, String name) {
    String message =
        "Cannot %s: %s returned %d (%s); %s".formatted(what, call, code, name, advice());
    return code == OUT_OF_MEMORY
        ? new ResourceException(message)
        : new IllegalStateException(message);
  }

  private String advice() {
    if (code == OUT_OF_MEMORY) {
      return "let palindrome plan say what a step needs, and see that nobody else uses the GPU";
    }
    if (code == NO_BINARY || (code >= FIRST_OF_PTX && code <= LAST_OF_PTX)) {
      return "the driver does not take this build's code: palindrome doctor says which driver does";
    }
    if (code != TOO_MANY_RESOURCES && code >= FIRST_OF_KERNELS && code <= LAST_OF_KERNELS) {
      return "a kernel that was started earlier failed: run again with CUDA_LAUNCH_BLOCKING=1 in"
          + " the environment of executors, and the line names it";
    }
    return "let palindrome doctor look at this node";
  }

  private static String name(int code) {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
      return cudart.cuGetErrorName(code, name) == 0
          ? name.get(BytePointer.class, 0).getString()
          : "unknown";
    }
  }
}
