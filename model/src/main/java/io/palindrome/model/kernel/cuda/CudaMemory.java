package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;

/** What {@link CudaKernels} allocated, for attention. */
final class CudaMemory implements AttentionMemory {
  @Override
  public long address(Matrix matrix) {
    return CudaStorage.address(matrix);
  }

  @Override
  public long address(Indices indices) {
    return CudaIndices.address(indices);
  }
}
