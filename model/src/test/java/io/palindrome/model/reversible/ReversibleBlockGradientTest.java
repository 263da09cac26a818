package io.palindrome.model.reversible;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.PositionKind;
import io.palindrome.model.attention.AttentionBranch;
import io.palindrome.model.check.GradientCheck;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.layer.ChunkedFeedForward;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReversibleBlockGradientTest {
  private static final Kernels KERNELS = new ReferenceKernels();

  /** A frozen block from x1, x2 on, both outputs weighted by random numbers. */
  private static final class BlockFunction implements GradientCheck.Differentiable {
    private final TinyNetwork network;
    private final FixedBlock block;
    private final GradientCheck.Variable x1;
    private final GradientCheck.Variable x2;
    private final Streams weights;

    BlockFunction(double dropout) {
      network =
          new TinyNetwork(
              TinyNetwork.config(List.of(AttentionKind.LSH), PositionKind.AXIAL, dropout), KERNELS);
      x1 = new GradientCheck.Variable("x1", network.stream(1), network.stream(2));
      x2 = new GradientCheck.Variable("x2", network.stream(3), network.stream(4));
      weights = new Streams(network.stream(5), network.stream(6));
      ReversibleBlock decided =
          new ReversibleBlock(
              new AttentionBranch(0, network.config(), network.layout().layer(0)),
              new ChunkedFeedForward(0, network.config(), network.layout().layer(0)));
      block = decided.forward(inputs(), Keeper.NOTHING, network.pass());
    }

    private Streams inputs() {
      return new Streams(copy(x1.value()), copy(x2.value()));
    }

    private Matrix copy(Matrix from) {
      Matrix to = network.stream(0);
      KERNELS.copy(from, to);
      return to;
    }

    @Override
    public List<GradientCheck.Variable> variables() {
      return List.of(network.parameters(), x1, x2);
    }

    @Override
    public double loss() {
      Streams y = inputs();
      block.forward(y, Keeper.NOTHING, network.pass());
      return GradientCheck.dot(weights.x1(), y.x1()) + GradientCheck.dot(weights.x2(), y.x2());
    }

    @Override
    public void differentiate() {
      Streams y = inputs();
      block.forward(y, Keeper.NOTHING, network.pass());
      KERNELS.copy(weights.x1(), x1.gradient());
      KERNELS.copy(weights.x2(), x2.gradient());
      KERNELS.fill(network.parameters().gradient(), 0);
      Streams grad = new Streams(x1.gradient(), x2.gradient());
      block.reverse(y, grad, network.gradients(), network.pass());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void reverseMatchesCentralDifferences(double dropout) {
    assertThat(GradientCheck.worstError(KERNELS, new BlockFunction(dropout))).isLessThan(1e-7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void checkCatchesNegatedGradient(double dropout) {
    GradientCheck.Differentiable wrong = GradientCheck.negated(new BlockFunction(dropout));
    assertThat(GradientCheck.worstError(KERNELS, wrong)).isGreaterThan(1e-2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void reverseRebuildsTheInputs(double dropout) {
    BlockFunction function = new BlockFunction(dropout);
    Streams y = function.inputs();
    function.block.forward(y, Keeper.NOTHING, function.network.pass());
    assertThat(KERNELS.largestDifference(y.x1(), function.x1.value())).isGreaterThan(0.1);
    Streams grad = new Streams(function.copy(y.x1()), function.copy(y.x2()));
    function.block.reverse(y, grad, function.network.gradients(), function.network.pass());
    assertThat(KERNELS.largestDifference(y.x1(), function.x1.value())).isLessThan(1e-14);
    assertThat(KERNELS.largestDifference(y.x2(), function.x2.value())).isLessThan(1e-14);
  }
}
