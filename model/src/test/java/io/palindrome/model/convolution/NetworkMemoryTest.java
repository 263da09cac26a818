package io.palindrome.model.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.Recompute;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.StoreAll;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What memory strategies change of a network of images, and what they do not. */
class NetworkMemoryTest {
  private record Outcome(double loss, double[] gradients, double[] running, long peakBytes) {}

  private static Outcome run(ImageNetwork network, Kernels kernels) {
    TinyImages images = new TinyImages(kernels, network.parameterCount());
    RunningStatistics running = new RunningStatistics(network.running());
    Matrix x = images.random(2, network.input());
    Indices labels = kernels.allocateIndices(TinyImages.IMAGES);
    labels.write(3, 0, 1);
    double loss =
        network.lossAndGradient(
            x,
            labels,
            new Statistics.OfBatchRemembered(running),
            images.gradients(),
            images.pass());
    assertThat(images.pass().arena().usedBytes()).as("bytes never given back").isZero();
    double[] statistics =
        network.running().stream()
            .flatMapToDouble(slot -> Arrays.stream(running.read(slot)))
            .toArray();
    return new Outcome(
        loss,
        images.parameters().gradient().toArray(),
        statistics,
        images.pass().arena().peakBytes());
  }

  private static Outcome run(BranchKind kind, int blocks, MemoryStrategy strategy) {
    NetworkShape shape = TinyImages.network(kind, Activation.RELU, blocks);
    return run(RevNet.of(shape, strategy), new ReferenceKernels());
  }

  private static double worst(double[] ours, double[] expected) {
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(ours[i] - expected[i]) / (1 + Math.abs(expected[i])));
    }
    return worst;
  }

  @ParameterizedTest
  @EnumSource
  void everyStrategyGivesTheSameGradientsAndRunningStatistics(BranchKind kind) {
    Outcome stored = run(kind, 3, new StoreAll());
    Outcome recomputed = run(kind, 3, new Recompute(2));
    Outcome reversed = run(kind, 3, new Reversible());
    assertThat(recomputed.loss()).isEqualTo(stored.loss()).isEqualTo(reversed.loss());
    assertThat(recomputed.running()).containsExactly(stored.running());
    assertThat(reversed.running()).containsExactly(stored.running());
    assertThat(recomputed.gradients()).containsExactly(stored.gradients());
    assertThat(worst(reversed.gradients(), stored.gradients())).isBetween(1e-18, 1e-9);
  }

  @Test
  void float32ReversalStaysNearTheStoredGradients() {
    NetworkShape shape = TinyImages.network(BranchKind.BASIC, Activation.SILU, 2);
    try (Kernels kernels = new HostKernels(2)) {
      Outcome stored = run(RevNet.of(shape, new StoreAll()), kernels);
      Outcome reversed = run(RevNet.of(shape, new Reversible()), kernels);
      assertThat(worst(reversed.gradients(), stored.gradients())).isLessThan(1e-3);
    }
  }

  private static long[] peaks(IntFunction<ImageNetwork> ofDepth) {
    return IntStream.of(8, 12, 16)
        .mapToLong(depth -> run(ofDepth.apply(depth), new ReferenceKernels()).peakBytes())
        .toArray();
  }

  private static NetworkShape deep(int blocks) {
    return TinyImages.network(BranchKind.BASIC, Activation.RELU, blocks);
  }

  /** Each block more costs a stored network the same again, and a reversed one nothing. */
  @Test
  void onlyStoredActivationsGrowWithDepth() {
    long[] stored = peaks(blocks -> RevNet.of(deep(blocks), new StoreAll()));
    assertThat(stored[1]).isGreaterThan(stored[0]);
    assertThat(stored[2] - stored[1]).isEqualTo(stored[1] - stored[0]);
    long[] residual = peaks(blocks -> ResNet.of(deep(blocks)));
    assertThat(residual[1]).isGreaterThan(residual[0]);
    assertThat(residual[2] - residual[1]).isEqualTo(residual[1] - residual[0]);
    long[] reversed = peaks(blocks -> RevNet.of(deep(blocks), new Reversible()));
    assertThat(reversed[0]).isLessThan(stored[0]).isEqualTo(reversed[1]).isEqualTo(reversed[2]);
  }

  @Test
  void nothingIsStoredWhereSqueezesReplaceDownSampling() {
    long[] peaks =
        peaks(blocks -> RevNet.withoutStoredLayers(TinyImages.squeezed(blocks), new Reversible()));
    assertThat(peaks[0]).isEqualTo(peaks[1]).isEqualTo(peaks[2]);
    Outcome stored =
        run(
            RevNet.withoutStoredLayers(TinyImages.squeezed(2), new StoreAll()),
            new ReferenceKernels());
    Outcome reversed =
        run(
            RevNet.withoutStoredLayers(TinyImages.squeezed(2), new Reversible()),
            new ReferenceKernels());
    assertThat(reversed.running()).containsExactly(stored.running());
    assertThat(worst(reversed.gradients(), stored.gradients())).isBetween(1e-18, 1e-9);
  }

  @Test
  void runningStatisticsMoveByATenthWithTheUnbiasedVariance() {
    Slot slot = new Slot("norm", 0, List.of(2L, 2L));
    RunningStatistics running = new RunningStatistics(List.of(slot));
    assertThat(running.read(slot)).containsExactly(0, 0, 1, 1);
    running.update(slot, new double[] {1, 2, 4, 8}, 5);
    assertThat(running.read(slot))
        .containsExactly(
            new double[] {0.1, 0.2, 0.9 + 0.1 * 4 * 1.25, 0.9 + 0.1 * 8 * 1.25},
            Offset.offset(1e-15));
  }

  /** In evaluation no image depends on those beside it. */
  @Test
  void scoresOfAnImageDoNotDependOnTheBatch() {
    Kernels kernels = new ReferenceKernels();
    ImageNetwork network =
        RevNet.of(TinyImages.network(BranchKind.BASIC, Activation.RELU, 1), new Reversible());
    TinyImages images = new TinyImages(kernels, network.parameterCount());
    Matrix x = images.random(2, network.input());
    Statistics running = new Statistics.OfRunning(new RunningStatistics(network.running()));
    double[] together = network.scores(x, running, images.pass());
    double[] alone = network.scores(x.firstRows(network.input().pixels()), running, images.pass());
    assertThat(worst(alone, Arrays.copyOf(together, alone.length))).isLessThan(1e-14);
    double[] ofBatch = network.scores(x, new Statistics.OfBatch(), images.pass());
    assertThat(worst(ofBatch, together)).isGreaterThan(1e-3);
  }
}
