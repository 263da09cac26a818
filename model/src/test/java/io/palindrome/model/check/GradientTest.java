package io.palindrome.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.attention.AttentionBranch;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.ChunkedFeedForward;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Every layer's gradient, and the whole network's, against central differences. */
class GradientTest {
  private static final Kernels KERNELS = new ReferenceKernels();
  private static final double BOUND = 1e-7;

  static Stream<Arguments> functions() {
    return DoubleStream.of(0, 0.25)
        .boxed()
        .flatMap(
            dropout ->
                Stream.of(
                        function("layer norm", dropout, PositionKind.LEARNED, NormFunction::new),
                        branch("feed-forward", dropout, AttentionKind.LOCAL, GradientTest::g),
                        branch("local attention", dropout, AttentionKind.LOCAL, GradientTest::f),
                        branch("LSH attention", dropout, AttentionKind.LSH, GradientTest::f),
                        branch("full attention", dropout, AttentionKind.FULL, GradientTest::f),
                        branch(
                            "corrected LSH attention",
                            TinyNetwork.corrected(lsh(dropout), false),
                            GradientTest::f),
                        branch(
                            "corrected LSH attention within hash buckets",
                            TinyNetwork.corrected(lsh(dropout), true),
                            GradientTest::f),
                        branch(
                            "LSH attention to everything",
                            TinyNetwork.withoutHashing(lsh(dropout)),
                            GradientTest::f),
                        function(
                            "learned embedding",
                            dropout,
                            PositionKind.LEARNED,
                            EmbeddingFunction::new),
                        function(
                            "axial embedding", dropout, PositionKind.AXIAL, EmbeddingFunction::new),
                        branch(
                            "gated feed-forward",
                            TinyNetwork.gated(local(dropout)),
                            GradientTest::g),
                        branch("rotary local attention", rotary(local(dropout)), GradientTest::f),
                        branch("rotary LSH attention", rotary(lsh(dropout)), GradientTest::f),
                        branch("mixed heads", TinyNetwork.mixed(lsh(dropout)), GradientTest::f),
                        branch(
                            "rotary mixed heads",
                            rotary(TinyNetwork.mixed(lsh(dropout))),
                            GradientTest::f),
                        function("head", dropout, PositionKind.LEARNED, HeadFunction::new),
                        whole("Reformer", dropout, PositionKind.AXIAL),
                        whole("Reformer", dropout, PositionKind.LEARNED),
                        whole("Reformer", dropout, PositionKind.ROTARY))
                    .map(Arguments::of));
  }

  private static Named<GradientCheck.Differentiable> named(
      String name, double dropout, GradientCheck.Differentiable function) {
    return Named.of(name + ", dropout " + dropout, function);
  }

  private static Named<GradientCheck.Differentiable> function(
      String name,
      double dropout,
      PositionKind position,
      Function<TinyNetwork, GradientCheck.Differentiable> make) {
    ReformerConfig config = TinyNetwork.config(List.of(AttentionKind.LOCAL), position, dropout);
    return named(name, dropout, make.apply(new TinyNetwork(config, KERNELS)));
  }

  private static Named<GradientCheck.Differentiable> branch(
      String name, double dropout, AttentionKind kind, Function<TinyNetwork, Branch> make) {
    return branch(name, TinyNetwork.config(List.of(kind), PositionKind.AXIAL, dropout), make);
  }

  private static Named<GradientCheck.Differentiable> branch(
      String name, ReformerConfig config, Function<TinyNetwork, Branch> make) {
    TinyNetwork network = new TinyNetwork(config, KERNELS);
    return named(name, config.hiddenDropout(), new BranchFunction(network, make.apply(network)));
  }

  private static ReformerConfig local(double dropout) {
    return TinyNetwork.config(List.of(AttentionKind.LOCAL), PositionKind.AXIAL, dropout);
  }

  private static ReformerConfig lsh(double dropout) {
    return TinyNetwork.config(List.of(AttentionKind.LSH), PositionKind.AXIAL, dropout);
  }

  private static ReformerConfig rotary(ReformerConfig config) {
    return config.with(new PositionConfig(PositionKind.ROTARY, 12, List.of(), List.of()));
  }

  private static Branch f(TinyNetwork network) {
    return new AttentionBranch(0, network.config(), network.layout().layer(0));
  }

  private static Branch g(TinyNetwork network) {
    return new ChunkedFeedForward(0, network.config(), network.layout().layer(0));
  }

  private static Named<GradientCheck.Differentiable> whole(
      String name, double dropout, PositionKind position) {
    List<AttentionKind> layers = List.of(AttentionKind.LSH, AttentionKind.LOCAL);
    ReformerConfig config = TinyNetwork.config(layers, position, dropout);
    return named(name + " " + position, dropout, new ReformerFunction(config));
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

  @Test
  void refusesFloat32() {
    ReformerConfig config = TinyNetwork.config(List.of(AttentionKind.LOCAL), PositionKind.AXIAL, 0);
    Kernels single = new Nd4jKernels(DataType.FLOAT);
    NormFunction function = new NormFunction(new TinyNetwork(config, single));
    assertThatThrownBy(() -> GradientCheck.worstError(single, function))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kernels of a gradient check must be float64, but have 4 bytes an element");
  }
}
