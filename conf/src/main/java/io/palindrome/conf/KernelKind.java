package io.palindrome.conf;

/** Which implementation of the kernels computes. */
public enum KernelKind {
  /** The fastest that works on the device. */
  AUTO,
  /** Fused Java Vector kernels on the CPU. */
  HOST,
  /** Composed from ND4J operations, on any device. */
  ND4J
}
