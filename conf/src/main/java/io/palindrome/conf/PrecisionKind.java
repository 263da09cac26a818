package io.palindrome.conf;

/** The number formats of a training step. */
public enum PrecisionKind {
  /** Everything in float32. */
  FLOAT32,
  /**
   * Operands of large matrix products rounded to bfloat16, and summed up in float32; everything
   * else in float32. Needs a processor with bfloat16 instructions.
   */
  BF16_GEMM,
  /**
   * Operands of matrix products, attention's included, rounded to TF32 (float32 with 11 significant
   * bits), and summed up in float32; everything else in float32. Needs a GPU with tensor cores.
   */
  TF32,
  /** The same with operands rounded to bfloat16. */
  BF16;

  /** Whether only a GPU has it. */
  public boolean needsGpu() {
    return this == TF32 || this == BF16;
  }
}
