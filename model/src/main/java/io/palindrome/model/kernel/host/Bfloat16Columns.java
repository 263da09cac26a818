package io.palindrome.model.kernel.host;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;

/**
 * The right operand of a product in bfloat16: rounded, and packed in blocks of columns, by all
 * threads, and then read by all.
 */
final class Bfloat16Columns {
  /** Most columns of a block. */
  static final int WIDE = 256;

  private static final int NARROW = 64;

  private final WorkerPool workers;
  private final Bfloat16Operand rounded = new Bfloat16Operand();
  private final ThreadLocal<Map<OneDnnPacking.Shape, OneDnnPacking>> packings =
      ThreadLocal.withInitial(HashMap::new);
  private final AlignedMemory packed = new AlignedMemory();
  private int columns;
  private int width;
  private long blockBytes;

  Bfloat16Columns(WorkerPool workers) {
    this.workers = workers;
  }

  /** Rounds and packs a slice of b, whose element (k, j) lies at b.at(k, j). */
  void pack(ProductOperand b, ProductSlice slice, ThreadLocal<short[]> scratches) {
    columns = slice.columns();
    width = Math.max(NARROW, Math.min(WIDE, columns / 2 / NARROW * NARROW));
    int depth = Bfloat16Padding.depth(slice.depth());
    int start = b.at(slice.from(), slice.column());
    boolean alongDepth = b.row() == 1;
    if (alongDepth) {
      Bfloat16Operand.Runs runs =
          new Bfloat16Operand.Runs(b.values(), start, b.column(), columns, slice.depth());
      rounded.take(runs, columns, depth);
    } else {
      Bfloat16Operand.Runs runs =
          new Bfloat16Operand.Runs(b.values(), start, b.row(), slice.depth(), columns);
      rounded.take(runs, depth, columns);
    }
    rounded.round(slice.alpha(), workers, scratches);
    blockBytes = packing(0, depth, alongDepth).bytes();
    packed.grow(blocks() * blockBytes);
    workers.forEach(
        blocks(),
        block -> {
          int column = column(block);
          BytePointer from = alongDepth ? rounded.at(0, column, 0) : rounded.at(0, 0, column);
          packing(block, depth, alongDepth).pack(from, memory(block));
        });
  }

  private OneDnnPacking packing(int block, int depth, boolean alongDepth) {
    OneDnn.prepareThread();
    int row = alongDepth ? 1 : columns;
    int column = alongDepth ? depth : 1;
    return packings
        .get()
        .computeIfAbsent(
            new OneDnnPacking.Shape(depth, columns(block), row, column), OneDnnPacking::new);
  }

  /** Number of blocks. */
  int blocks() {
    return (columns + width - 1) / width;
  }

  /** First column of a block within the slice. */
  int column(int block) {
    return block * width;
  }

  /** Number of columns of a block. */
  int columns(int block) {
    return Math.min(width, columns - column(block));
  }

  /** Where a packed block lies. */
  BytePointer memory(int block) {
    return packed.at(block * blockBytes);
  }
}
