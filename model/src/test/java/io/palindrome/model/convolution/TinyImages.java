package io.palindrome.model.convolution;

import io.palindrome.conf.Activation;
import io.palindrome.model.check.GradientCheck;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.Parameters;
import java.util.List;

/** A few small images, random parameters for any slots, and one pass through both. */
final class TinyImages {
  static final int IMAGES = 3;
  static final ImageShape SHAPE = new ImageShape(4, 6, 3);

  private final Kernels kernels;
  private final Pass pass;
  private final Gradients gradients;
  private final int count;

  TinyImages(Kernels kernels, int parameterCount) {
    this.kernels = kernels;
    count = parameterCount;
    Storage parameters = kernels.allocate(count);
    parameters.write(0, TinyNetwork.normals(1, count, 0.5));
    gradients = new Gradients(kernels.allocate(count));
    kernels.fill(Matrix.of(gradients.flat(), 1, count), 0);
    pass =
        new Pass(
            kernels,
            new Arena(kernels),
            new Parameters(parameters),
            Randomness.NOTHING,
            new Sequences(IMAGES, SHAPE.pixels(), List.of(), new int[0]));
  }

  /** Two stages of two blocks. */
  static NetworkShape network(BranchKind kind, Activation activation, int blocks) {
    return new NetworkShape(
        SHAPE,
        4,
        kind,
        activation,
        List.of(new NetworkShape.OfStage(2, 3, blocks), new NetworkShape.OfStage(4, 2, blocks)));
  }

  /** Two stages that a squeeze joins: the second four times as wide. */
  static NetworkShape squeezed(int blocks) {
    return new NetworkShape(
        SHAPE,
        4,
        BranchKind.BASIC,
        Activation.SILU,
        List.of(new NetworkShape.OfStage(2, 3, blocks), new NetworkShape.OfStage(8, 2, blocks)));
  }

  Pass pass() {
    return pass;
  }

  Gradients gradients() {
    return gradients;
  }

  Matrix random(long seed, int rows, int columns) {
    Storage storage = kernels.allocate((long) rows * columns);
    storage.write(0, TinyNetwork.normals(seed, rows * columns, 1));
    return Matrix.of(storage, rows, columns);
  }

  Matrix random(long seed, ImageShape shape) {
    return random(seed, IMAGES * shape.pixels(), shape.channels());
  }

  GradientCheck.Variable parameters() {
    return new GradientCheck.Variable(
        "parameters",
        Matrix.of(pass.parameters().flat(), 1, count),
        Matrix.of(gradients.flat(), 1, count));
  }
}
