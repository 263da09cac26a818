package io.palindrome.model.attention;

import io.palindrome.conf.PositionKind;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Norms;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.AttentionSlots;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.Slot;

/**
 * Queries, keys and values of a group of heads, each [batch * length, group * dHead]; LSH attention
 * has one matrix for queries and keys. Also holds their gradients in the backward pass.
 */
record Projections(Matrix queries, Matrix keys, Matrix values) {
  /** norm(x) W^T for every projection, tile by tile. */
  static Projections of(AttentionBranch branch, HeadGroup group, Matrix x, Pass pass) {
    Projections projections = take(Purpose.ACTIVATIONS, branch, group, pass);
    Matrix normalized = pass.arena().take(Math.min(pass.mostTileRows(), x.rows()), x.columns());
    pass.forEachTile(
        first -> {
          int rows = pass.tileRows(first);
          Matrix tile = normalized.firstRows(rows);
          pass.kernels().layerNorm(x.rowRange(first, rows), norm(branch, pass), tile);
          projections.forEach(
              branch,
              (projection, slot) -> {
                Matrix weight = group.rowsOf(pass.parameters().matrix(slot), branch.config());
                pass.kernels()
                    .multiply(
                        1,
                        tile,
                        Transpose.NONE,
                        weight,
                        Transpose.TRANSPOSED,
                        0,
                        projection.rowRange(first, rows));
              });
        });
    pass.arena().giveBack(normalized);
    return projections;
  }

  /** Buffers with undefined content. */
  static Projections take(Purpose purpose, AttentionBranch branch, HeadGroup group, Pass pass) {
    int rows = pass.sequences().rows();
    int width = group.width(branch.config());
    Matrix queries = pass.arena().take(purpose, rows, width);
    Matrix keys = branch.hashed() ? queries : pass.arena().take(purpose, rows, width);
    return new Projections(queries, keys, pass.arena().take(purpose, rows, width));
  }

  /** From the projections' gradients, adds those of the weights, of the norm and of x. */
  void backward(
      AttentionBranch branch, HeadGroup group, Matrix x, Matrix gradX, Pass pass, Gradients into) {
    int tileRows = Math.min(pass.mostTileRows(), x.rows());
    Matrix normalized = pass.arena().take(tileRows, x.columns());
    Matrix gradNormalized = pass.arena().take(tileRows, x.columns());
    NormParameters norm = norm(branch, pass);
    NormParameters gradNorm =
        Norms.of(into, branch.slots().attentionNorm(), branch.config().layerNormEpsilon());
    pass.forEachTile(
        first -> {
          int rows = pass.tileRows(first);
          Matrix tile = normalized.firstRows(rows);
          Matrix gradTile = gradNormalized.firstRows(rows);
          pass.kernels().layerNorm(x.rowRange(first, rows), norm, tile);
          pass.kernels().fill(gradTile, 0);
          forEach(
              branch,
              (gradient, slot) -> {
                Matrix grad = gradient.rowRange(first, rows);
                Matrix gradWeight = group.rowsOf(into.matrix(slot), branch.config());
                Matrix weight = group.rowsOf(pass.parameters().matrix(slot), branch.config());
                pass.kernels()
                    .multiply(1, grad, Transpose.TRANSPOSED, tile, Transpose.NONE, 1, gradWeight);
                pass.kernels()
                    .multiply(1, grad, Transpose.NONE, weight, Transpose.NONE, 1, gradTile);
              });
          pass.kernels()
              .addLayerNormGradient(
                  x.rowRange(first, rows), norm, gradTile, gradX.rowRange(first, rows), gradNorm);
        });
    pass.arena().giveBack(normalized);
    pass.arena().giveBack(gradNormalized);
  }

  private interface Projection {
    void visit(Matrix projected, Slot weight);
  }

  private void forEach(AttentionBranch branch, Projection projection) {
    AttentionSlots slots = branch.slots().attention();
    if (slots instanceof AttentionSlots.Local local) {
      projection.visit(queries, local.query());
      projection.visit(keys, local.key());
    } else if (slots instanceof AttentionSlots.Lsh lsh) {
      projection.visit(queries, lsh.queryKey());
    }
    projection.visit(values, slots.value());
  }

  private static NormParameters norm(AttentionBranch branch, Pass pass) {
    return Norms.of(
        pass.parameters(), branch.slots().attentionNorm(), branch.config().layerNormEpsilon());
  }

  /** Head {@code g} of the group in sequence b, each [length, dHead]. */
  HeadViews head(int b, int g, int dHead, int length) {
    return new HeadViews(
        window(queries, b, g, dHead, length),
        window(keys, b, g, dHead, length),
        window(values, b, g, dHead, length));
  }

  /** The window of one head of one sequence in a matrix [batch * length, group * dHead]. */
  static Matrix window(Matrix heads, int b, int g, int dHead, int length) {
    return heads.rowRange(b * length, length).columnRange(g * dHead, dHead);
  }

  /**
   * With rotary positions, turns queries and keys of every head by their positions (Su et al. 2021,
   * arXiv:2104.09864), after hashing; REVERSE turns them, or their gradients, back. Otherwise does
   * nothing.
   */
  void turn(AttentionBranch branch, HeadGroup group, Direction direction, Pass pass) {
    if (branch.config().position().kind() != PositionKind.ROTARY) {
      return;
    }
    int length = pass.sequences().length();
    for (int b = 0; b < pass.sequences().batch(); b++) {
      int first = pass.sequences().position(b * length);
      for (int g = 0; g < group.count(); g++) {
        HeadViews head = head(b, g, branch.config().dHead(), length);
        pass.kernels().rotatePairs(direction.sign(), first, head.queries());
        if (!branch.hashed()) {
          pass.kernels().rotatePairs(direction.sign(), first, head.keys());
        }
      }
    }
  }

  /** Sets everything to zero. */
  void clear(Pass pass) {
    pass.kernels().fill(queries, 0);
    pass.kernels().fill(values, 0);
    if (keys.storage() != queries.storage()) {
      pass.kernels().fill(keys, 0);
    }
  }

  void giveBack(Arena arena) {
    arena.giveBack(queries);
    arena.giveBack(values);
    if (keys.storage() != queries.storage()) {
      arena.giveBack(keys);
    }
  }
}
