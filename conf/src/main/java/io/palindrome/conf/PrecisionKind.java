package io.palindrome.conf;

/** The number formats of a training step. */
public enum PrecisionKind {
  /** Everything in float32. */
  FLOAT32,
  /**
   * Operands of large matrix products rounded to bfloat16, and summed up in float32; everything
   * else in float32. Needs a processor with bfloat16 instructions.
   */
  BF16_GEMM
}
