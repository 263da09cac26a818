package io.palindrome.model.reversible;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.PositionKind;
import io.palindrome.model.attention.AttentionBranch;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.layer.ChunkedFeedForward;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Six blocks, local and LSH in turn, with dropout, under every memory strategy. */
class MemoryStrategyTest {
  private static final int BLOCKS = 6;

  /** Parts of one block: all heads together, and 24 rows of feed-forward in chunks of 5. */
  private static final int PARTS = 1 + 5;

  private record Outcome(List<double[]> gradients, List<double[]> outputs, int peak, int open) {}

  private static Outcome run(MemoryStrategy strategy, Kernels kernels) {
    List<AttentionKind> layers =
        Collections.nCopies(BLOCKS / 2, List.of(AttentionKind.LOCAL, AttentionKind.LSH)).stream()
            .flatMap(List::stream)
            .toList();
    TinyNetwork network =
        new TinyNetwork(TinyNetwork.config(layers, PositionKind.AXIAL, 0.25), kernels);
    CountingBranch.Open open = new CountingBranch.Open();
    List<ReversibleBlock> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      blocks.add(
          new ReversibleBlock(
              new CountingBranch(
                  new AttentionBranch(i, network.config(), network.layout().layer(i)), open),
              new CountingBranch(
                  new ChunkedFeedForward(i, network.config(), network.layout().layer(i)), open)));
    }
    Streams x = new Streams(network.stream(1), network.stream(2));
    Streams grad = new Streams(network.stream(3), network.stream(4));
    List<double[]> outputs;
    try (Tape tape = strategy.forward(blocks, x, network.pass())) {
      outputs = List.of(tape.output().x1().toArray(), tape.output().x2().toArray());
      tape.backward(grad, network.gradients());
      assertThat(network.pass().arena().usedBytes()).as("bytes of the orders").isPositive();
    }
    assertThat(network.pass().arena().usedBytes()).as("bytes never given back").isZero();
    List<double[]> gradients =
        List.of(
            network.parameters().gradient().toArray(), grad.x1().toArray(), grad.x2().toArray());
    return new Outcome(gradients, outputs, open.peak(), open.now());
  }

  private static double worst(List<double[]> a, List<double[]> b) {
    double worst = 0;
    for (int i = 0; i < a.size(); i++) {
      for (int j = 0; j < a.get(i).length; j++) {
        double error = Math.abs(a.get(i)[j] - b.get(i)[j]) / (1 + Math.abs(b.get(i)[j]));
        worst = Math.max(worst, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
      }
    }
    return worst;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void recomputeEqualsStoreAllToTheBit(int every) {
    Outcome stored = run(new StoreAll(), new ReferenceKernels());
    Outcome recomputed = run(new Recompute(every), new ReferenceKernels());
    assertThat(worst(recomputed.outputs(), stored.outputs())).isZero();
    assertThat(worst(recomputed.gradients(), stored.gradients())).isZero();
  }

  @ParameterizedTest
  @CsvSource({"reference, 1e-10", "nd4j, 1e-10", "host, 1e-3"})
  void reversibleEqualsStoreAllUpToRounding(String kind, double bound) {
    Outcome stored = run(new StoreAll(), kernels(kind));
    Outcome reversed = run(new Reversible(), kernels(kind));
    assertThat(worst(reversed.outputs(), stored.outputs())).isZero();
    assertThat(worst(reversed.gradients(), stored.gradients())).isBetween(1e-18, bound);
  }

  private static Kernels kernels(String kind) {
    return switch (kind) {
      case "reference" -> new ReferenceKernels();
      case "nd4j" -> new Nd4jKernels(DataType.DOUBLE);
      default -> new HostKernels(2);
    };
  }

  /**
   * Store-all holds all parts of all blocks, recompute those of one segment, reversible one part.
   */
  @ParameterizedTest
  @CsvSource({"0, 36", "1, 6", "2, 12", "3, 18", "4, 24", "5, 30", "6, 36", "7, 36", "-1, 1"})
  void holdsExactlySoManyEvaluationsAtOnce(int every, int expected) {
    MemoryStrategy strategy =
        every == 0 ? new StoreAll() : every < 0 ? new Reversible() : new Recompute(every);
    Outcome outcome = run(strategy, new ReferenceKernels());
    assertThat(outcome.peak()).isEqualTo(expected);
    assertThat(outcome.open()).isZero();
    assertThat(expected).isIn(1, PARTS * BLOCKS, PARTS * Math.min(every, BLOCKS));
  }
}
