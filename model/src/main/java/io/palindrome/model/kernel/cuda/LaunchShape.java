package io.palindrome.model.kernel.cuda;

/**
 * The blocks of a launch.
 *
 * @param blocks gridDim.x, at most 2^31 - 1
 * @param layers gridDim.y, at most 65,535
 * @param threads blockDim.x, at most 1,024
 * @param sharedBytes dynamic shared memory of a block
 */
public record LaunchShape(int blocks, int layers, int threads, int sharedBytes) {
  private static final int MOST_LAYERS = 65_535;
  private static final int MOST_THREADS = 1024;

  public LaunchShape {
    if (blocks <= 0) {
      throw new IllegalArgumentException("blocks must be positive, but is " + blocks);
    }
    if (layers <= 0 || layers > MOST_LAYERS) {
      throw new IllegalArgumentException("layers must be in [1, 65535], but is " + layers);
    }
    if (threads <= 0 || threads > MOST_THREADS) {
      throw new IllegalArgumentException("threads must be in [1, 1024], but is " + threads);
    }
  }
}
