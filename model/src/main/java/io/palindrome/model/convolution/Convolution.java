package io.palindrome.model.convolution;

import io.palindrome.model.kernel.ImageWindow;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.Slot;
import java.util.Optional;

/**
 * A convolution as one matrix product over patches, a few images at a time, so that patches, which
 * are as many times wider than the images as the kernel has taps, exist for a tile only.
 *
 * <pre>y[r, o] = bias[o] + sum over taps t, channels c of weight[o, t * channels + c] x[t(r), c]
 * </pre>
 *
 * @param weight [channels out, taps * channels in]
 * @param bias [channels out]
 */
public record Convolution(ImageWindow window, Slot weight, Optional<Slot> bias)
    implements Transform {
  @Override
  public ImageShape output(ImageShape x) {
    int channels = Math.toIntExact(weight.rows());
    return new ImageShape(window.outputHeight(), window.outputWidth(), channels);
  }

  @Override
  public boolean needsInput() {
    return true;
  }

  @Override
  public boolean needsOutput() {
    return false;
  }

  @Override
  public Applied apply(Matrix x, Matrix y, Statistics statistics, Pass pass) {
    Matrix weights = pass.parameters().matrix(weight);
    forEachTile(
        x,
        pass,
        (patches, first, images) ->
            pass.kernels()
                .multiply(
                    1,
                    patches,
                    Transpose.NONE,
                    weights,
                    Transpose.TRANSPOSED,
                    0,
                    outputs(y, first, images)));
    bias.ifPresent(slot -> pass.kernels().addBias(1, pass.parameters().matrix(slot), y));
    return (gradY, gradX, into) -> backward(x, gradY, gradX, into, pass);
  }

  private void backward(Matrix x, Matrix gradY, Matrix gradX, Gradients into, Pass pass) {
    Kernels kernels = pass.kernels();
    Matrix weights = pass.parameters().matrix(weight);
    Matrix gradWeights = into.matrix(weight);
    bias.ifPresent(slot -> kernels.addColumnSums(gradY, into.matrix(slot)));
    kernels.fill(gradX, 0);
    forEachTile(
        x,
        pass,
        (patches, first, images) -> {
          Matrix grad = outputs(gradY, first, images);
          kernels.multiply(1, grad, Transpose.TRANSPOSED, patches, Transpose.NONE, 1, gradWeights);
          Matrix gradInputs = inputs(gradX, first, images);
          if (window.isPointwise()) {
            kernels.multiply(1, grad, Transpose.NONE, weights, Transpose.NONE, 0, gradInputs);
          } else {
            kernels.multiply(1, grad, Transpose.NONE, weights, Transpose.NONE, 0, patches);
            kernels.addFolded(window, patches, gradInputs);
          }
        });
  }

  private interface Tile {
    void visit(Matrix patches, int firstImage, int images);
  }

  /** Whole images, as many as have about {@link Pass#TILE_ROWS} output rows, and at least one. */
  private void forEachTile(Matrix x, Pass pass, Tile tile) {
    int images = x.rows() / window.pixels();
    if (window.isPointwise()) {
      tile.visit(x, 0, images);
      return;
    }
    int most = Math.min(images, Math.max(1, Pass.TILE_ROWS / window.outputPixels()));
    Matrix patches = pass.arena().take(most * window.outputPixels(), window.taps() * x.columns());
    for (int first = 0; first < images; first += most) {
      int count = Math.min(most, images - first);
      Matrix some = patches.firstRows(count * window.outputPixels());
      pass.kernels().unfold(window, inputs(x, first, count), some);
      tile.visit(some, first, count);
    }
    pass.arena().giveBack(patches);
  }

  private Matrix inputs(Matrix x, int first, int images) {
    return x.rowRange(first * window.pixels(), images * window.pixels());
  }

  private Matrix outputs(Matrix y, int first, int images) {
    return y.rowRange(first * window.outputPixels(), images * window.outputPixels());
  }
}
