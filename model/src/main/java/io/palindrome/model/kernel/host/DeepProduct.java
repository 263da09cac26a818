package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.Matrix;

/**
 * A product of great depth and a small result, as the gradient of an attention's weight: each slice
 * of the depth is packed and multiplied by one thread, whose cache then holds what it reads, and
 * the slices' results are added to c in the order of the depth, so that the bits are those of
 * {@link PackedProduct}'s other ways.
 */
final class DeepProduct {
  /** Most elements of all slices' results together: 1 MiB. */
  private static final int MOST_ELEMENTS = 1 << 18;

  private final WorkerPool workers;
  private final PanelProduct panelProduct = new PanelProduct();
  private final ThreadLocal<LeftPanels> leftPanels = ThreadLocal.withInitial(LeftPanels::new);
  private final ThreadLocal<RightPanels> rightPanels = ThreadLocal.withInitial(RightPanels::new);
  private float[] results = new float[0];

  DeepProduct(WorkerPool workers) {
    this.workers = workers;
  }

  /** Whether the slices of a product keep all threads busy, and their results are small. */
  boolean suits(Matrix c, int depth) {
    int slices = slices(depth);
    return slices > 1
        && slices % workers.size() == 0
        && (long) slices * c.rows() * c.columns() <= MOST_ELEMENTS;
  }

  private static int slices(int depth) {
    return (depth + ProductSlice.MOST_DEPTH - 1) / ProductSlice.MOST_DEPTH;
  }

  /**
   * c (+)= alpha a b.
   *
   * @param all the product as one slice
   */
  void multiply(ProductOperand a, ProductOperand b, Matrix c, ProductSlice all) {
    int slices = slices(all.depth());
    int size = c.rows() * c.columns();
    if (results.length < slices * size) {
      results = new float[slices * size];
    }
    HostStorage storage = new HostStorage(results, 0);
    float[] values = HostStorage.of(c);
    workers.forEach(
        slices,
        slice -> {
          Matrix result = new Matrix(storage, slice * size, c.rows(), c.columns(), c.columns());
          multiplySlice(a, b, result, all.part(slice));
        });
    workers.forEach(
        c.rows(),
        row -> {
          for (int slice = 0; slice < slices; slice++) {
            int part = slice * size + row * c.columns();
            PanelProduct.put(
                all.add() || slice > 0, results, part, values, HostStorage.at(c, row), c.columns());
          }
          all.then().visit(row, 1);
        });
  }

  private void multiplySlice(
      ProductOperand a, ProductOperand b, Matrix result, ProductSlice slice) {
    RightPanels right = rightPanels.get();
    int panels = right.resize(slice);
    for (int panel = 0; panel < panels; panel++) {
      right.pack(b, slice, panel);
    }
    LeftPanels left = leftPanels.get();
    left.take(a, 0, result.rows(), slice.from(), slice.depth(), false);
    for (int group = 0; group < left.groups(); group++) {
      left.pack(group);
    }
    for (int panel = 0; panel < panels; panel++) {
      panelProduct.multiply(left, right, result, slice, panel);
    }
  }
}
