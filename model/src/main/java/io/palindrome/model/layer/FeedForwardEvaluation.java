package io.palindrome.model.layer;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.LayerSlots;

/**
 * One chunk of the feed-forward branch at one point. Keeps norm(x) [rows, dModel], and the hidden
 * layer before and after the activation, each [rows, dFeedForward].
 */
final class FeedForwardEvaluation implements Evaluation {
  private final LayerSlots slots;
  private final Activation activation;
  private final double normEpsilon;
  private final Matrix x;
  private final int first;
  private final Pass pass;
  private final Dropout hiddenDropout;
  private final Dropout outputDropout;
  private final Matrix normalized;
  private final Matrix hidden;
  private final Matrix activated;

  FeedForwardEvaluation(ChunkedFeedForward branch, Matrix x, int first, Pass pass) {
    this.slots = branch.slots();
    this.activation = branch.config().feedForward().activation();
    this.normEpsilon = branch.config().layerNormEpsilon();
    this.x = x;
    this.first = first;
    this.pass = pass;
    hiddenDropout = dropout(Site.FEED_FORWARD_HIDDEN, branch).fromRow(first);
    outputDropout = dropout(Site.FEED_FORWARD_OUTPUT, branch).fromRow(first);
    int dFeedForward = branch.config().feedForward().dFeedForward();
    normalized = pass.arena().take(x.rows(), x.columns());
    hidden = pass.arena().take(x.rows(), dFeedForward);
    activated = pass.arena().take(x.rows(), dFeedForward);
    pass.kernels().layerNorm(x, norm(), normalized);
    ChunkedFeedForward.linear(pass, normalized, weight1(), hidden);
    Matrix bias = pass.parameters().matrix(slots.dense1().bias());
    pass.kernels().activate(activation, bias, hiddenDropout, hidden, activated);
  }

  private Dropout dropout(Site site, ChunkedFeedForward branch) {
    return pass.randomness().dropout(site, branch.index(), branch.config().hiddenDropout());
  }

  private NormParameters norm() {
    return Norms.of(pass.parameters(), slots.feedForwardNorm(), normEpsilon);
  }

  private Matrix weight1() {
    return pass.parameters().matrix(slots.dense1().weight());
  }

  private Matrix weight2() {
    return pass.parameters().matrix(slots.dense2().weight());
  }

  void addOutput(Matrix target, double sign) {
    Kernels kernels = pass.kernels();
    Matrix bias = pass.parameters().matrix(slots.dense2().bias());
    if (outputDropout == Dropout.NONE) {
      kernels.multiply(sign, activated, Transpose.NONE, weight2(), Transpose.TRANSPOSED, 1, target);
      kernels.addBias(sign, bias, target);
      return;
    }
    Matrix output = pass.arena().take(target.rows(), target.columns());
    ChunkedFeedForward.linear(pass, activated, weight2(), output);
    kernels.addBias(1, bias, output);
    kernels.applyDropout(outputDropout, output);
    kernels.add(sign, output, target);
    pass.arena().giveBack(output);
  }

  @Override
  public void backward(Matrix gradOutput, Matrix gradX, Gradients into) {
    Arena arena = pass.arena();
    Kernels kernels = pass.kernels();
    Matrix gradY = DroppedGradient.take(pass, outputDropout, rowsOfChunk(gradOutput));
    kernels.multiply(
        1,
        gradY,
        Transpose.TRANSPOSED,
        activated,
        Transpose.NONE,
        1,
        into.matrix(slots.dense2().weight()));
    kernels.addColumnSums(gradY, into.matrix(slots.dense2().bias()));
    Matrix gradHidden = arena.take(hidden.rows(), hidden.columns());
    kernels.multiply(1, gradY, Transpose.NONE, weight2(), Transpose.NONE, 0, gradHidden);
    DroppedGradient.giveBack(pass, outputDropout, gradY);
    kernels.activateGradient(activation, hidden, hiddenDropout, gradHidden);
    kernels.multiply(
        1,
        gradHidden,
        Transpose.TRANSPOSED,
        normalized,
        Transpose.NONE,
        1,
        into.matrix(slots.dense1().weight()));
    kernels.addColumnSums(gradHidden, into.matrix(slots.dense1().bias()));
    Matrix gradNormalized = arena.take(x.rows(), x.columns());
    kernels.multiply(1, gradHidden, Transpose.NONE, weight1(), Transpose.NONE, 0, gradNormalized);
    NormParameters gradNorm = Norms.of(into, slots.feedForwardNorm(), normEpsilon);
    kernels.addLayerNormGradient(x, norm(), gradNormalized, rowsOfChunk(gradX), gradNorm);
    arena.giveBack(gradHidden);
    arena.giveBack(gradNormalized);
  }

  /** The rows of a whole stream that this chunk covers. */
  private Matrix rowsOfChunk(Matrix stream) {
    return stream.rowRange(first, x.rows());
  }

  @Override
  public void close() {
    pass.arena().giveBack(normalized);
    pass.arena().giveBack(hidden);
    pass.arena().giveBack(activated);
  }
}
