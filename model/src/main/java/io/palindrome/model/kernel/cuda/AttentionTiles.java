package io.palindrome.model.kernel.cuda;

import io.palindrome.conf.ResourceException;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.Dropout;

/**
 * Which attention kernels serve a head, and the tiles that they lay out (attention_tile.cuh,
 * attention_marks.cuh; a kernel does nothing where this counts less shared memory than they do).
 *
 * @param width features of a tile; a deeper head is taken in slices of that many
 */
record AttentionTiles(ProductFormat format, int width, boolean sliced) {
  /** Rows of a block's tile: a chunk, part of one, or several. */
  static final int ROWS = 64;

  static final int THREADS = 128;

  private static final int SLICE = 64;
  private static final int KEY_WORDS = 4;
  private static final int QUERY_WORDS = 6;

  /** What a block sums up. */
  enum Pass {
    FORWARD("attend", 1, KEY_WORDS),
    QUERY_GRADIENT("attendQueryGradient", 2, KEY_WORDS),
    KEY_GRADIENT("attendKeyGradient", 2, QUERY_WORDS);

    private final String kernelName;
    private final int operands;
    private final int columnWords;

    Pass(String kernelName, int operands, int columnWords) {
      this.kernelName = kernelName;
      this.operands = operands;
      this.columnWords = columnWords;
    }
  }

  /** The kernels for heads of that many features. */
  static AttentionTiles of(ProductFormat format, int depth) {
    for (int width : new int[] {32, 64, 128}) {
      if (depth <= width) {
        return new AttentionTiles(format, width, false);
      }
    }
    return new AttentionTiles(format, SLICE, true);
  }

  /** Slices of a head. */
  int slices(int depth) {
    return (depth + width - 1) / width;
  }

  String kernel(Pass pass) {
    return pass.kernelName + format.kernelName + (sliced ? "Sliced" : "Depth" + width);
  }

  /** Blocks for the entries of one hash round, and their shared memory. */
  LaunchShape shape(Pass pass, ChunkAttention spec, int length) {
    return new LaunchShape((length + ROWS - 1) / ROWS, 1, THREADS, sharedBytes(pass, spec));
  }

  /**
   * Ends what a GPU has too little shared memory for.
   *
   * @throws ResourceException if a block may not have that much
   */
  static void checkFits(LaunchShape shape, DeviceLimits limits) {
    if (shape.sharedBytes() > limits.sharedBytes()) {
      throw new ResourceException(
          "Cannot attend on a GPU of compute capability %d.%d: a block needs %d bytes of shared memory, and may have %d; take a GPU of compute capability 8.0 or later"
              .formatted(
                  limits.computeCapability() / 10,
                  limits.computeCapability() % 10,
                  shape.sharedBytes(),
                  limits.sharedBytes()));
    }
  }

  /** Columns of a tile. */
  private int columns(Pass pass) {
    boolean backward = pass != Pass.FORWARD;
    if (width <= SLICE) {
      return backward ? 32 : 64;
    }
    return backward && format != ProductFormat.BF16 ? 16 : 32;
  }

  int sharedBytes(Pass pass, ChunkAttention spec) {
    int columns = columns(pass);
    int both = ROWS + columns;
    int tiles = (pass.operands * ROWS + 2 * columns) * (width + format.padding);
    int words = both + pass.columnWords * columns;
    words += format == ProductFormat.FLOAT32 ? ROWS * (columns + 4) : 0;
    boolean corrected = spec.hashRules().corrected();
    words += corrected ? 2 * spec.rounds() * both : 0;
    boolean marked = corrected || spec.dropout() != Dropout.NONE;
    int marks = marked ? 2 * both * Integer.BYTES + ROWS * (columns + 8) * Short.BYTES : 0;
    return tiles * format.elementBytes + words * Integer.BYTES + marks;
  }
}
