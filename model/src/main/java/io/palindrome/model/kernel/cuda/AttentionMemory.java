package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;

/** What a device has of an attention's arguments. Fails for arguments of other kernels. */
interface AttentionMemory {
  /** The address of a matrix's first element. */
  long address(Matrix matrix);

  /** The address of the first index. */
  long address(Indices indices);
}
