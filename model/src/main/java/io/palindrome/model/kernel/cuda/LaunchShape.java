package io.palindrome.model.kernel.cuda;

import io.palindrome.conf.Check;

/**
 * The blocks of a launch.
 *
 * @param blocks gridDim.x, at most 2^31 - 1
 * @param layers gridDim.y, at most 65,535
 * @param threads blockDim.x, at most 1,024
 * @param sharedBytes dynamic shared memory of a block
 */
public record LaunchShape(int blocks, int layers, int threads, int sharedBytes) {
  public LaunchShape {
    Check.that(blocks > 0, "blocks must be positive, but is %d", blocks);
    Check.that(layers > 0 && layers <= 65_535, "layers must be in [1, 65535], but is %d", layers);
    Check.that(threads > 0 && threads <= 1024, "threads must be in [1, 1024], but is %d", threads);
  }
}
