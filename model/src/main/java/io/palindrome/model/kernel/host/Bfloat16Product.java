package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;

/**
 * Matrix product of operands rounded to bfloat16, summed up in float32 (mixed precision as in
 * Kalamkar et al. 2019): half the bytes, and at least twice the multiply-adds an instruction. b is
 * rounded and packed once and shared; blocks of rows of a are multiplied in parallel, each by one
 * thread, so threads never change a bit.
 */
final class Bfloat16Product implements HostProduct {
  /** Most columns, most depth, and most rows of a transposed operand that are rounded at once. */
  private static final int MOST = 2048;

  private final WorkerPool workers;
  private final Bfloat16Columns right;
  private final Bfloat16Operand left = new Bfloat16Operand();
  private final ThreadLocal<Bfloat16RowBlock> rowBlocks =
      ThreadLocal.withInitial(Bfloat16RowBlock::new);
  private final ThreadLocal<short[]> scratches = ThreadLocal.withInitial(() -> new short[MOST]);

  Bfloat16Product(WorkerPool workers) {
    this.workers = workers;
    right = new Bfloat16Columns(workers);
  }

  @Override
  public void multiply(
      float alpha,
      Matrix a,
      Transpose opA,
      Matrix b,
      Transpose opB,
      float beta,
      Matrix c,
      WholeRows then) {
    int depth = opA == Transpose.NONE ? a.columns() : a.rows();
    ProductOperand leftHand = ProductOperand.of(a, opA);
    ProductOperand rightHand = ProductOperand.of(b, opB);
    if (beta != 0 && beta != 1) {
      PackedProduct.scale(beta, c);
    }
    ProductSlice all = new ProductSlice(0, c.columns(), 0, depth, alpha, beta != 0, then);
    all.cut(MOST, MOST, slice -> multiply(leftHand, rightHand, c, slice));
  }

  private void multiply(ProductOperand a, ProductOperand b, Matrix c, ProductSlice slice) {
    right.pack(b, slice, scratches);
    if (a.column() == 1) {
      multiplyRows(a, c, slice);
      return;
    }
    for (int first = 0; first < c.rows(); first += MOST) {
      int rows = Math.min(MOST, c.rows() - first);
      multiplyColumnsOf(a, first, c.rowRange(first, rows), slice);
      slice.then().visit(first, rows);
    }
  }

  /** The rows of a go along the depth: each block is rounded by the thread that multiplies it. */
  private void multiplyRows(ProductOperand a, Matrix c, ProductSlice slice) {
    int block = Bfloat16RowBlock.rows(c.rows(), slice.depth());
    workers.forEach(
        (c.rows() + block - 1) / block,
        task -> {
          Matrix rows = block(c, task, block);
          rowBlocks.get().multiply(a, task * block, right, slice, rows, scratches.get());
          slice.then().visit(task * block, rows.rows());
        });
  }

  /**
   * The columns of a go along the depth: what lies side by side belongs to many blocks, so all of
   * it is rounded before.
   */
  private void multiplyColumnsOf(ProductOperand a, int from, Matrix c, ProductSlice slice) {
    int start = a.at(from, slice.from());
    int block = Bfloat16RowBlock.rows(c.rows(), slice.depth());
    left.take(
        new Bfloat16Operand.Runs(a.values(), start, a.column(), slice.depth(), c.rows()),
        Bfloat16Padding.depth(slice.depth()),
        block);
    left.round(1, workers, scratches);
    workers.forEach(
        left.pieces(),
        task ->
            rowBlocks
                .get()
                .multiply(left.at(task, 0, 0), true, block, right, slice, block(c, task, block)));
  }

  private static Matrix block(Matrix c, int task, int rows) {
    return c.rowRange(task * rows, Math.min(rows, c.rows() - task * rows));
  }
}
