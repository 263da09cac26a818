package io.palindrome.conf;

/** Where arrays live. */
public enum DeviceKind {
  /** A GPU that the build and the machine can use, otherwise the CPU. */
  AUTO,
  CPU,
  CUDA
}
