package io.palindrome.model.reversible;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.PositionKind;
import io.palindrome.model.attention.AttentionBranch;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.NumberFormat;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.RoundedKernels;
import io.palindrome.model.layer.ChunkedFeedForward;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconstructionTest {
  private static Reconstruction measure(int blocks, NumberFormat format) {
    TinyNetwork network =
        new TinyNetwork(
            TinyNetwork.config(
                Collections.nCopies(blocks, AttentionKind.LOCAL), PositionKind.AXIAL, 0),
            RoundedKernels.of(new ReferenceKernels(), format));
    List<ReversibleBlock> stack = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      stack.add(
          new ReversibleBlock(
              new AttentionBranch(i, network.config(), network.layout().layer(i)),
              new ChunkedFeedForward(i, network.config(), network.layout().layer(i))));
    }
    Streams x = new Streams(network.stream(1), network.stream(2));
    return Reconstruction.of(stack, x, network.gradients(), network.pass());
  }

  @Test
  void float64RebuildsToItsLastDigits() {
    Reconstruction found = measure(6, NumberFormat.FLOAT64);
    assertThat(found.relativeLargest()).isBetween(1e-17, 1e-12);
    assertThat(found.relativeRootMeanSquare()).isLessThanOrEqualTo(found.relativeLargest());
    assertThat(found.inputScale()).isBetween(0.1, 10.0);
  }

  /** What the figure against depth rests on: fewer digits, and more blocks, rebuild less. */
  @Test
  void fewerDigitsAndMoreBlocksRebuildLessExactly() {
    double coarse = measure(6, NumberFormat.BFLOAT16).relativeRootMeanSquare();
    double half = measure(6, NumberFormat.FLOAT16).relativeRootMeanSquare();
    double single = measure(6, NumberFormat.FLOAT32).relativeRootMeanSquare();
    assertThat(coarse).isGreaterThan(3 * half);
    assertThat(half).isGreaterThan(1000 * single);
    assertThat(measure(24, NumberFormat.FLOAT32).relativeRootMeanSquare())
        .isGreaterThan(1.5 * single);
  }
}
