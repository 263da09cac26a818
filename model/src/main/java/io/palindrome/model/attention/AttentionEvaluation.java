package io.palindrome.model.attention;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.DroppedGradient;
import io.palindrome.model.layer.Evaluation;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;

/**
 * Attention of a group of heads at one point. Keeps queries, keys, values and what was attended,
 * each [batch * length, group * dHead], and two numbers a position and head of the softmax; scores
 * are computed anew in the backward pass.
 */
final class AttentionEvaluation implements Evaluation {
  private final HeadGroupAttention layer;
  private final ReformerConfig config;
  private final HeadGroup group;
  private final Projections projections;
  private final Matrix x;
  private final Pass pass;
  private final Matrix attended;
  private final Matrix normalizers;

  AttentionEvaluation(HeadGroupAttention layer, Projections projections, Matrix x, Pass pass) {
    this.layer = layer;
    this.config = layer.branch().config();
    this.group = layer.group();
    this.projections = projections;
    this.x = x;
    this.pass = pass;
    attended = pass.arena().take(Purpose.ACTIVATIONS, x.rows(), group.width(config));
    normalizers = pass.arena().take(Purpose.ACTIVATIONS, x.rows() * group.count(), 2);
    forEachHead(
        (b, g) ->
            layer.use(
                pass,
                b,
                g,
                (spec, order) ->
                    pass.kernels()
                        .attend(
                            spec,
                            projections.head(b, g, config.dHead(), length()),
                            order,
                            window(attended, b, g),
                            normalizer(b, g))));
  }

  private interface Head {
    void visit(int b, int g);
  }

  private void forEachHead(Head head) {
    for (int b = 0; b < pass.sequences().batch(); b++) {
      for (int g = 0; g < group.count(); g++) {
        head.visit(b, g);
      }
    }
  }

  private int length() {
    return pass.sequences().length();
  }

  private Matrix window(Matrix heads, int b, int g) {
    return Projections.window(heads, b, g, config.dHead(), length());
  }

  private Matrix normalizer(int b, int g) {
    return normalizers.rowRange((b * group.count() + g) * length(), length());
  }

  private Matrix outputWeight() {
    Matrix weight = pass.parameters().matrix(layer.branch().slots().attention().output());
    return group.columnsOf(weight, config);
  }

  /** Copies keys and values of the first rows to the columns of this group's heads. */
  void copyStates(Matrix allKeys, Matrix allValues) {
    int rows = allKeys.rows();
    pass.kernels().copy(projections.keys().firstRows(rows), group.columnsOf(allKeys, config));
    pass.kernels().copy(projections.values().firstRows(rows), group.columnsOf(allValues, config));
  }

  /** target += sign * dropout(attended Wo^T), Wo cut to the columns of this group. */
  void addOutput(Matrix target, double sign) {
    Kernels kernels = pass.kernels();
    Dropout dropout = layer.branch().outputDropout(pass);
    if (dropout == Dropout.NONE) {
      kernels.multiply(
          sign, attended, Transpose.NONE, outputWeight(), Transpose.TRANSPOSED, 1, target);
      return;
    }
    pass.forEachTile(
        first -> {
          int rows = pass.tileRows(first);
          Matrix output = pass.arena().take(rows, target.columns());
          kernels.multiply(
              1,
              attended.rowRange(first, rows),
              Transpose.NONE,
              outputWeight(),
              Transpose.TRANSPOSED,
              0,
              output);
          kernels.applyDropout(dropout.fromRow(first), output);
          kernels.add(sign, output, target.rowRange(first, rows));
          pass.arena().giveBack(output);
        });
  }

  @Override
  public void backward(Matrix gradOutput, Matrix gradX, Gradients into) {
    Matrix gradAttended = pass.arena().take(attended.rows(), attended.columns());
    outputBackward(gradOutput, gradAttended, into);
    Projections grad = Projections.take(Purpose.SCRATCH, layer.branch(), group, pass);
    grad.clear(pass);
    forEachHead(
        (b, g) ->
            layer.use(
                pass,
                b,
                g,
                (spec, order) ->
                    pass.kernels()
                        .addAttendGradient(
                            spec,
                            projections.head(b, g, config.dHead(), length()),
                            order,
                            new Attended(
                                window(attended, b, g),
                                normalizer(b, g),
                                window(gradAttended, b, g)),
                            grad.head(b, g, config.dHead(), length()))));
    pass.arena().giveBack(gradAttended);
    grad.turn(layer.branch(), group, Direction.REVERSE, pass);
    grad.backward(layer.branch(), group, x, gradX, pass, into);
    grad.giveBack(pass.arena());
  }

  /** gradAttended = (dropout * gradOutput) Wo; adds the gradient of Wo. */
  private void outputBackward(Matrix gradOutput, Matrix gradAttended, Gradients into) {
    Dropout dropout = layer.branch().outputDropout(pass);
    Matrix gradWeight =
        group.columnsOf(into.matrix(layer.branch().slots().attention().output()), config);
    pass.forEachTile(
        first -> {
          int rows = pass.tileRows(first);
          Dropout mask = dropout == Dropout.NONE ? dropout : dropout.fromRow(first);
          Matrix grad = DroppedGradient.take(pass, mask, gradOutput.rowRange(first, rows));
          Matrix tile = attended.rowRange(first, rows);
          pass.kernels()
              .multiply(1, grad, Transpose.TRANSPOSED, tile, Transpose.NONE, 1, gradWeight);
          pass.kernels()
              .multiply(
                  1,
                  grad,
                  Transpose.NONE,
                  outputWeight(),
                  Transpose.NONE,
                  0,
                  gradAttended.rowRange(first, rows));
          DroppedGradient.giveBack(pass, mask, grad);
        });
  }

  @Override
  public void close() {
    projections.giveBack(pass.arena());
    pass.arena().giveBack(attended);
    pass.arena().giveBack(normalizers);
  }
}
