package io.palindrome.model.kernel.cuda;

import static io.palindrome.model.kernel.cuda.CudaStorage.address;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;

/** Cross-entropy of rows of logits: a warp a row, or a block where rows are long. */
final class CudaLoss {
  private static final int LONG_ROW = 1024;
  private static final int WARP = 32;

  private CudaLoss() {}

  static void crossEntropy(
      Device device, Matrix logits, Indices labels, int from, double scale, Matrix losses) {
    if (logits.rows() == 0) {
      return;
    }
    int threads = logits.columns() < LONG_ROW ? WARP : Launcher.THREADS;
    Object[] arguments = {
      address(logits),
      logits.stride(),
      CudaIndices.address(labels) + (long) from * Integer.BYTES,
      (float) scale,
      address(losses),
      losses.stride(),
      logits.rows(),
      logits.columns()
    };
    device.launch("crossEntropy", new LaunchShape(logits.rows(), 1, threads, 0), arguments);
  }
}
