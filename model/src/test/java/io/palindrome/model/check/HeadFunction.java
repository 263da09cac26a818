package io.palindrome.model.check;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.CrossEntropyHead;
import io.palindrome.model.layer.LossTarget;
import java.util.List;

/** The head's summed loss over labels of which some are ignored. */
final class HeadFunction implements GradientCheck.Differentiable {
  private static final int IGNORED_EVERY = 4;

  private final TinyNetwork network;
  private final Indices labels;
  private final List<GradientCheck.Variable> variables;

  HeadFunction(TinyNetwork network) {
    this.network = network;
    int[] targets = network.tokens();
    for (int i = 0; i < targets.length; i += IGNORED_EVERY) {
      targets[i] = -100;
    }
    labels = network.pass().kernels().allocateIndices(targets.length);
    labels.write(targets);
    variables =
        List.of(
            network.parameters(),
            new GradientCheck.Variable("y1", network.stream(51), network.stream(52)),
            new GradientCheck.Variable("y2", network.stream(53), network.stream(54)));
  }

  @Override
  public List<GradientCheck.Variable> variables() {
    return variables;
  }

  private CrossEntropyHead head() {
    return new CrossEntropyHead(network.config(), network.layout(), network.pass());
  }

  private Matrix value(int variable) {
    return variables.get(variable).value();
  }

  @Override
  public double loss() {
    double sum = 0;
    for (double loss : head().losses(value(1), value(2), labels)) {
      sum += loss;
    }
    return sum;
  }

  @Override
  public void differentiate() {
    Kernels kernels = network.pass().kernels();
    kernels.fill(network.parameters().gradient(), 0);
    Matrix losses = network.pass().arena().take(value(1).rows(), 1);
    head()
        .lossAndGradient(
            value(1),
            value(2),
            new LossTarget(labels, 1, losses),
            variables.get(1).gradient(),
            variables.get(2).gradient(),
            network.gradients());
    network.pass().arena().giveBack(losses);
  }
}
