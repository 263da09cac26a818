package io.palindrome.model.check;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import java.util.List;

/** Layer normalization, its output weighted by random numbers. */
final class NormFunction implements GradientCheck.Differentiable {
  private static final int ROWS = 5;
  private static final int COLUMNS = 7;
  private static final double EPSILON = 1e-2;

  private final Kernels kernels;
  private final TinyNetwork network;
  private final List<GradientCheck.Variable> variables;
  private final Matrix weights;

  NormFunction(TinyNetwork network) {
    this.network = network;
    kernels = network.pass().kernels();
    weights = network.random(30, ROWS, COLUMNS);
    variables = List.of(variable("gain", 31, 1), variable("bias", 32, 1), variable("x", 33, ROWS));
  }

  private GradientCheck.Variable variable(String name, long seed, int rows) {
    return new GradientCheck.Variable(
        name, network.random(seed, rows, COLUMNS), network.zeros(rows, COLUMNS));
  }

  @Override
  public List<GradientCheck.Variable> variables() {
    return variables;
  }

  private Matrix value(int variable) {
    return variables.get(variable).value();
  }

  private NormParameters norm() {
    return new NormParameters(value(0), value(1), EPSILON);
  }

  @Override
  public double loss() {
    Matrix y = network.zeros(ROWS, COLUMNS);
    kernels.layerNorm(value(2), norm(), y);
    return GradientCheck.dot(weights, y);
  }

  @Override
  public void differentiate() {
    variables.forEach(variable -> kernels.fill(variable.gradient(), 0));
    NormParameters into =
        new NormParameters(variables.get(0).gradient(), variables.get(1).gradient(), EPSILON);
    kernels.addLayerNormGradient(value(2), norm(), weights, variables.get(2).gradient(), into);
  }
}
