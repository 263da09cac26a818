package io.palindrome.model.layer;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.parameter.DenseSlots;
import io.palindrome.model.parameter.FeedForwardSlots;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.LayerSlots;

/**
 * One chunk of the feed-forward branch at one point. Keeps norm(x) [rows, dModel], and the hidden
 * layer before and after the activation, each [rows, dFeedForward]; where it is gated, also the
 * gate and their product.
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
  private final Gate gate;

  /** The gate and the gated hidden layer; null where there is none. */
  private record Gate(DenseSlots slots, Matrix values, Matrix product) {}

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
    normalized = pass.arena().take(Purpose.ACTIVATIONS, x.rows(), x.columns());
    hidden = pass.arena().take(Purpose.ACTIVATIONS, x.rows(), dFeedForward);
    activated =
        isInPlace() ? hidden : pass.arena().take(Purpose.ACTIVATIONS, x.rows(), dFeedForward);
    pass.kernels().layerNorm(x, norm(), normalized);
    DenseSlots dense = slots.feedForward().hidden();
    Matrix bias = pass.parameters().matrix(dense.bias());
    pass.kernels()
        .activatedLinear(
            normalized, weight(dense), bias, activation, hiddenDropout, hidden, activated);
    gate = slots.feedForward() instanceof FeedForwardSlots.Gated gated ? gate(gated.gate()) : null;
  }

  private Gate gate(DenseSlots dense) {
    Matrix values = pass.arena().take(Purpose.ACTIVATIONS, hidden.rows(), hidden.columns());
    Matrix product = pass.arena().take(Purpose.ACTIVATIONS, hidden.rows(), hidden.columns());
    ChunkedFeedForward.linear(pass, normalized, weight(dense), values);
    pass.kernels().addBias(1, pass.parameters().matrix(dense.bias()), values);
    pass.kernels().multiplyElements(activated, values, product);
    return new Gate(dense, values, product);
  }

  /** Whether the derivative can be told from the activation, so that one buffer is enough. */
  private boolean isInPlace() {
    return activation == Activation.RELU;
  }

  /** What W2 multiplies. */
  private Matrix inner() {
    return gate == null ? activated : gate.product();
  }

  private Dropout dropout(Site site, ChunkedFeedForward branch) {
    return pass.randomness().dropout(site, branch.index(), branch.config().hiddenDropout());
  }

  private NormParameters norm() {
    return Norms.of(pass.parameters(), slots.feedForwardNorm(), normEpsilon);
  }

  private Matrix weight(DenseSlots dense) {
    return pass.parameters().matrix(dense.weight());
  }

  private DenseSlots output() {
    return slots.feedForward().output();
  }

  void addOutput(Matrix target, double sign) {
    Kernels kernels = pass.kernels();
    Matrix bias = pass.parameters().matrix(output().bias());
    Matrix weight = weight(output());
    if (outputDropout == Dropout.NONE) {
      kernels.multiply(sign, inner(), Transpose.NONE, weight, Transpose.TRANSPOSED, 1, target);
      kernels.addBias(sign, bias, target);
      return;
    }
    Matrix output = pass.arena().take(target.rows(), target.columns());
    ChunkedFeedForward.linear(pass, inner(), weight, output);
    kernels.addBias(1, bias, output);
    kernels.applyDropout(outputDropout, output);
    kernels.add(sign, output, target);
    pass.arena().giveBack(output);
  }

  @Override
  public void backward(Matrix gradTarget, Matrix gradX, Gradients into) {
    Arena arena = pass.arena();
    Kernels kernels = pass.kernels();
    Matrix gradY = DroppedGradient.take(pass, outputDropout, rowsOfChunk(gradTarget));
    addDenseGradient(output(), gradY, inner(), into);
    Matrix gradHidden = arena.take(hidden.rows(), hidden.columns());
    kernels.multiply(1, gradY, Transpose.NONE, weight(output()), Transpose.NONE, 0, gradHidden);
    DroppedGradient.giveBack(pass, outputDropout, gradY);
    Matrix gradNormalized = arena.take(x.rows(), x.columns());
    if (gate != null) {
      gateBackward(gradHidden, gradNormalized, into);
    }
    kernels.activateGradient(activation, hidden, hiddenDropout, gradHidden);
    double before = gate == null ? 0 : 1;
    denseBackward(slots.feedForward().hidden(), gradHidden, before, gradNormalized, into);
    NormParameters gradNorm = Norms.of(into, slots.feedForwardNorm(), normEpsilon);
    kernels.addLayerNormGradient(x, norm(), gradNormalized, rowsOfChunk(gradX), gradNorm);
    arena.giveBack(gradHidden);
    arena.giveBack(gradNormalized);
  }

  /** The gradient of the product becomes that of the activated layer. */
  private void gateBackward(Matrix gradProduct, Matrix gradNormalized, Gradients into) {
    Matrix gradGate = pass.arena().take(hidden.rows(), hidden.columns());
    pass.kernels().multiplyElements(gradProduct, activated, gradGate);
    denseBackward(gate.slots(), gradGate, 0, gradNormalized, into);
    pass.kernels().multiplyElements(gradProduct, gate.values(), gradProduct);
    pass.arena().giveBack(gradGate);
  }

  /**
   * Adds the gradients of a linear map of the normalized rows; gradNormalized becomes before times
   * itself plus the rows' own.
   */
  private void denseBackward(
      DenseSlots dense, Matrix grad, double before, Matrix gradNormalized, Gradients into) {
    addDenseGradient(dense, grad, normalized, into);
    pass.kernels()
        .multiply(1, grad, Transpose.NONE, weight(dense), Transpose.NONE, before, gradNormalized);
  }

  private void addDenseGradient(DenseSlots dense, Matrix grad, Matrix input, Gradients into) {
    Matrix gradWeight = into.matrix(dense.weight());
    pass.kernels().multiply(1, grad, Transpose.TRANSPOSED, input, Transpose.NONE, 1, gradWeight);
    pass.kernels().addColumnSums(grad, into.matrix(dense.bias()));
  }

  /** The rows of a whole stream that this chunk covers. */
  private Matrix rowsOfChunk(Matrix stream) {
    return stream.rowRange(first, x.rows());
  }

  @Override
  public void close() {
    pass.arena().giveBack(normalized);
    pass.arena().giveBack(hidden);
    if (!isInPlace()) {
      pass.arena().giveBack(activated);
    }
    if (gate != null) {
      pass.arena().giveBack(gate.values());
      pass.arena().giveBack(gate.product());
    }
  }
}
