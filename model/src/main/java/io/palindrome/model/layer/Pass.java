package io.palindrome.model.layer;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.parameter.Parameters;
import java.util.List;
import java.util.function.IntConsumer;

/** What one step hands down to every layer. Layers compose kernels and never allocate. */
public record Pass(
    Kernels kernels,
    Arena arena,
    Parameters parameters,
    Randomness randomness,
    Sequences sequences) {
  /** Rows of a tile on a host: small enough that a tile's intermediates stay in the cache. */
  public static final int TILE_ROWS = 2048;

  /** Rows of a tile on a device: enough to fill it, so that a step starts few kernels. */
  private static final int DEVICE_TILE_ROWS = 16_384;

  /** The same over one sequence of another length, without padding. */
  public Pass over(int length) {
    Sequences one = new Sequences(1, length, List.of(), new int[0]);
    return new Pass(kernels, arena, parameters, randomness, one);
  }

  /** Tiles that {@code rows} rows are cut into. */
  public static int tiles(int rows, int tileRows) {
    return (rows + tileRows - 1) / tileRows;
  }

  /** Calls {@code tile} with the first row of every tile of {@link #mostTileRows} rows. */
  public void forEachTile(IntConsumer tile) {
    for (int first = 0; first < sequences.rows(); first += mostTileRows()) {
      tile.accept(first);
    }
  }

  /** Rows of every tile but the last. */
  public int mostTileRows() {
    return kernels.areOnDevice() ? DEVICE_TILE_ROWS : TILE_ROWS;
  }

  /** Rows of the tile that starts at {@code first}. */
  public int tileRows(int first) {
    return Math.min(mostTileRows(), sequences.rows() - first);
  }
}
