package io.palindrome.model.flow;

/**
 * Cells of a square around the origin.
 *
 * @param half half a side
 * @param cells along a side
 */
public record Grid(double half, int cells) {
  /** Side of a cell. */
  public double step() {
    return 2 * half / cells;
  }

  /** Middles of all cells, row by row from the smallest x2, each from the smallest x1. */
  public Points middles() {
    Points points = Points.zeros(Math.multiplyExact(cells, cells));
    for (int i = 0; i < points.count(); i++) {
      int row = i / cells;
      points.x1()[i] = -half + (i % cells + 0.5) * step();
      points.x2()[i] = -half + (row + 0.5) * step();
    }
    return points;
  }

  /** The integral of a density over the square, by its value in the middle of every cell. */
  public double integral(Density density) {
    double sum = 0;
    for (double log : density.logDensities(middles())) {
      sum += Math.exp(log);
    }
    return sum * step() * step();
  }
}
