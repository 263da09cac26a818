package io.palindrome.model.convolution;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;

/**
 * An activation function, element by element. ReLU's derivative can be read off its output, so its
 * input need not be kept.
 */
public record Activate(Activation activation) implements Transform {
  @Override
  public ImageShape output(ImageShape x) {
    return x;
  }

  @Override
  public boolean needsInput() {
    return activation != Activation.RELU;
  }

  @Override
  public boolean needsOutput() {
    return activation == Activation.RELU;
  }

  @Override
  public Applied apply(Matrix x, Matrix y, Statistics statistics, Pass pass) {
    Matrix none = pass.arena().takeZeros(1, x.columns());
    if (needsInput()) {
      pass.kernels().activate(activation, none, Dropout.NONE, x, y);
    } else {
      pass.kernels().copy(x, y);
      pass.kernels().activate(activation, none, Dropout.NONE, y, y);
    }
    pass.arena().giveBack(none);
    Matrix kept = needsInput() ? x : y;
    return (gradY, gradX, into) -> {
      pass.kernels().copy(gradY, gradX);
      pass.kernels().activateGradient(activation, kept, Dropout.NONE, gradX);
    };
  }
}
