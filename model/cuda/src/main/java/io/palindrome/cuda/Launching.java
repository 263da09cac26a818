package io.palindrome.cuda;

import java.util.Map;

/** When a launch returns. */
enum Launching {
  /** Before the kernel has run. */
  ASYNCHRONOUS,
  /** After it, so that an error names the kernel. */
  BLOCKING;

  /** As CUDA's own variable says, which whoever looks for a failing kernel sets to 1. */
  static Launching of(Map<String, String> environment) {
    return "1".equals(environment.get("CUDA_LAUNCH_BLOCKING")) ? BLOCKING : ASYNCHRONOUS;
  }
}
