package io.palindrome.model.kernel.cuda;

/** The format of a matrix product's operands on a device; sums are float32 always. */
enum ProductFormat {
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
}
