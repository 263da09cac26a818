package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;

/** Cross-entropy of rows of logits: a warp a row, or a block where rows are long. */
final class CudaLoss {
  private static final int LONG_ROW = 1024;
  private static final int WARP = 32;

  private CudaLoss() {}

  static void crossEntropy(
      Launcher launcher, Matrix logits, Indices labels, int from, double scale, Matrix losses) {
    if (logits.rows() == 0) {
      return;
    }
    int threads = logits.columns() < LONG_ROW ? WARP : Launcher.THREADS;
    LaunchArguments arguments =
        launcher
            .arguments()
            .with(logits)
            .with(CudaIndices.address(labels) + (long) from * Integer.BYTES)
            .with((float) scale)
            .with(losses)
            .with(logits.rows())
            .with(logits.columns());
    LaunchShape shape = new LaunchShape(logits.rows(), 1, threads, 0);
    launcher.device().launch("crossEntropy", shape, arguments);
  }
}
