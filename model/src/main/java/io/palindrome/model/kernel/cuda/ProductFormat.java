package io.palindrome.model.kernel.cuda;

import io.palindrome.conf.PrecisionKind;

/** The format of a matrix product's operands on a device; sums are float32 always. */
public enum ProductFormat {
  /** As it is. */
  FLOAT32("Float32", Float.BYTES, 4),
  /** Float32 with a significand of 11 bits, on tensor cores. */
  TF32("Tf32", Float.BYTES, 4),
  /** Float32 without its lower half, on tensor cores. */
  BF16("Bf16", Short.BYTES, 8);

  /** Part of the names of kernels that multiply in this format. */
  final String kernelName;

  /** Bytes of an element in shared memory. */
  final int elementBytes;

  /** Elements between the end of a tile's row and the beginning of the next. */
  final int padding;

  ProductFormat(String kernelName, int elementBytes, int padding) {
    this.kernelName = kernelName;
    this.elementBytes = elementBytes;
    this.padding = padding;
  }

  /** Of the products of layers. */
  static ProductFormat of(PrecisionKind precision) {
    return switch (precision) {
      case FLOAT32 -> FLOAT32;
      case TF32 -> TF32;
      case BF16, BF16_GEMM -> BF16;
    };
  }

  /** Of the products of attention. */
  static ProductFormat ofAttention(PrecisionKind precision) {
    return precision == PrecisionKind.BF16_GEMM ? FLOAT32 : of(precision);
  }
}
