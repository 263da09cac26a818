package io.palindrome.model.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.Activation;
import io.palindrome.model.check.GradientCheck;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.reversible.Recompute;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.StoreAll;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of transforms, branches and whole networks against central differences. */
class ConvolutionGradientTest {
  private static final Kernels KERNELS = new ReferenceKernels();
  private static final double BOUND = 1e-7;

  /** A chain, its output weighted by random numbers. */
  private static final class ChainFunction implements GradientCheck.Differentiable {
    private final Chain chain;
    private final TinyImages images;
    private final GradientCheck.Variable x;
    private final Matrix weights;

    ChainFunction(Chain chain, NetworkSlots slots) {
      this.chain = chain;
      images = new TinyImages(KERNELS, slots.parameterCount());
      x =
          new GradientCheck.Variable(
              "x", images.random(2, chain.input()), images.random(3, chain.input()));
      weights = images.random(4, chain.output());
    }

    @Override
    public List<GradientCheck.Variable> variables() {
      return List.of(images.parameters(), x);
    }

    @Override
    public double loss() {
      try (ChainEvaluation at =
          chain.evaluate(x.value(), new Statistics.OfBatch(), images.pass())) {
        return GradientCheck.dot(weights, at.output());
      }
    }

    @Override
    public void differentiate() {
      KERNELS.fill(x.gradient(), 0);
      KERNELS.fill(images.parameters().gradient(), 0);
      try (ChainEvaluation at =
          chain.evaluate(x.value(), new Statistics.OfBatch(), images.pass())) {
        at.giveBackOutput();
        at.backward(weights, x.gradient(), images.gradients());
      }
      assertThat(images.pass().arena().usedBytes()).isZero();
    }
  }

  /** A network's loss. */
  private static final class NetworkFunction implements GradientCheck.Differentiable {
    private final ImageNetwork network;
    private final TinyImages images;
    private final Matrix x;
    private final Indices labels;

    NetworkFunction(ImageNetwork network) {
      this.network = network;
      images = new TinyImages(KERNELS, network.parameterCount());
      x = images.random(2, network.input());
      labels = KERNELS.allocateIndices(TinyImages.IMAGES);
      labels.write(3, 0, 1);
    }

    @Override
    public List<GradientCheck.Variable> variables() {
      return List.of(images.parameters());
    }

    @Override
    public double loss() {
      Statistics statistics = new Statistics.OfBatch();
      return network.lossAndGradient(x, labels, statistics, images.gradients(), images.pass());
    }

    @Override
    public void differentiate() {
      KERNELS.fill(images.parameters().gradient(), 0);
      loss();
      assertThat(images.pass().arena().usedBytes()).isZero();
    }
  }

  private static Arguments convolution(int kernel, int stride, int padding, boolean biased) {
    NetworkSlots slots = new NetworkSlots();
    ImageShape shape = new ImageShape(5, 7, 3);
    Slot weight = slots.weight("c", 2, kernel * kernel * shape.channels());
    Optional<Slot> bias = biased ? Optional.of(slots.dense("d", 2, 1).bias()) : Optional.empty();
    Convolution transform = new Convolution(shape.window(kernel, stride, padding), weight, bias);
    return Arguments.of(
        Named.of(
            "convolution %d, stride %d, padding %d, bias %s"
                .formatted(kernel, stride, padding, biased),
            new ChainFunction(new Chain(shape, List.of(transform)), slots)));
  }

  private static Arguments chain(String name, Function<ChainWriter, Chain> make, BranchKind kind) {
    ChainWriter writer = new ChainWriter(TinyImages.network(kind, Activation.SILU, 1));
    Chain chain = make.apply(writer);
    return Arguments.of(Named.of(name + " " + kind, new ChainFunction(chain, writer.slots())));
  }

  private static Arguments network(String name, ImageNetwork network) {
    return Arguments.of(Named.of(name, new NetworkFunction(network)));
  }

  static Stream<Arguments> functions() {
    NetworkShape basic = TinyImages.network(BranchKind.BASIC, Activation.SILU, 1);
    NetworkShape bottleneck = TinyImages.network(BranchKind.BOTTLENECK, Activation.SILU, 1);
    return Stream.of(
        convolution(3, 1, 1, true),
        convolution(3, 1, 1, false),
        convolution(3, 2, 1, false),
        convolution(1, 1, 0, true),
        convolution(5, 3, 1, false),
        chain("branch", writer -> writer.branch("b", TinyImages.SHAPE, 2), BranchKind.BASIC),
        chain("branch", writer -> writer.branch("b", TinyImages.SHAPE, 2), BranchKind.BOTTLENECK),
        chain("down", writer -> writer.downSampling("d", TinyImages.SHAPE, 5), BranchKind.BASIC),
        network("RevNet basic, all stored", RevNet.of(basic, new StoreAll())),
        network("RevNet basic, recomputed", RevNet.of(basic, new Recompute(1))),
        network("RevNet basic, reversed", RevNet.of(basic, new Reversible())),
        network("RevNet bottleneck, reversed", RevNet.of(bottleneck, new Reversible())),
        network(
            "RevNet without stored layers",
            RevNet.withoutStoredLayers(TinyImages.squeezed(1), new Reversible())),
        network("ResNet basic", ResNet.of(basic)),
        network("ResNet bottleneck", ResNet.of(bottleneck)));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void matchesCentralDifferences(GradientCheck.Differentiable function) {
    assertThat(GradientCheck.worstError(KERNELS, function)).isLessThan(BOUND);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void checkCatchesNegatedGradient(GradientCheck.Differentiable function) {
    assertThat(GradientCheck.worstError(KERNELS, GradientCheck.negated(function)))
        .isGreaterThan(1e-2);
  }
}
