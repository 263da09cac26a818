package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.parameter.Slot;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The options that Hugging Face's Reformer lacks, by what they must and must not change. */
class NetworkOptionsTest {
  private static final Randomness RANDOMNESS = new CounterRandomness(new StepKey(5, 0, 0));

  private static ReformerConfig rotary(AttentionKind kind) {
    return TinyNetwork.config(List.of(kind, kind), PositionKind.AXIAL, 0)
        .with(new PositionConfig(PositionKind.ROTARY, 1000, List.of(), List.of()));
  }

  private static double[] parameters(int count) {
    return TinyNetwork.normals(3, count, 0.4);
  }

  /** Logits of one sequence that begins at position {@code first}. */
  private static double[] logits(ReformerConfig config, int first, int... tokens) {
    try (TrainingStep step =
        new TrainingStep(config, MemoryConfig.DEFAULT, new ReferenceKernels())) {
      int count = Math.toIntExact(step.reformer().layout().parameterCount());
      step.parameters().write(0, parameters(count));
      int[] labels = new int[tokens.length];
      TrainingBatch batch =
          new TrainingBatch(1, tokens.length, tokens, labels, new int[0], new int[] {first});
      return step.logits(batch, 0, tokens.length, RANDOMNESS);
    }
  }

  @Test
  void rotaryScoresDependOnDistancesAlone() {
    int[] tokens = {1, 5, 2, 9, 3, 3, 7, 0, 4, 8, 6, 10};
    for (AttentionKind kind : List.of(AttentionKind.LOCAL, AttentionKind.LSH)) {
      double[] here = logits(rotary(kind), 0, tokens);
      double[] there = logits(rotary(kind), 737, tokens);
      for (int i = 0; i < here.length; i++) {
        assertThat(there[i]).isCloseTo(here[i], within(1e-9));
      }
    }
  }

  /** Without positions of any kind a chunk's prefix is a bag of tokens; with them order counts. */
  @Test
  void rotaryPositionsTellOrder() {
    double[] one = logits(rotary(AttentionKind.LOCAL), 0, 1, 5, 2, 9);
    double[] other = logits(rotary(AttentionKind.LOCAL), 0, 5, 1, 2, 9);
    int last = one.length - 1;
    assertThat(Math.abs(one[last] - other[last])).isGreaterThan(1e-6);
  }

  @Test
  void rotaryNetworkHasNoPositionTable() {
    List<Slot> slots = new Reformer(rotary(AttentionKind.LOCAL)).layout().slots();
    assertThat(slots).noneMatch(slot -> slot.name().contains("position"));
  }

  /**
   * A local head sees its own chunk and the one before, so a token further back is nothing to it.
   */
  @Test
  void mixedHeadsThatAreAlmostAllLocalDoNotSeeFar() {
    int[] near = {1, 5, 2, 9, 3, 3, 7, 0, 4, 8, 6, 10};
    int[] far = near.clone();
    far[0] = 2; // two chunks before the last one
    ReformerConfig hashed = TinyNetwork.config(List.of(AttentionKind.LSH), PositionKind.AXIAL, 0);
    ReformerConfig local = TinyNetwork.mixed(hashed);
    double[] a = lastLogits(local, near);
    assertThat(lastLogits(local, far)).containsExactly(a, within(1e-12));
    double[] b = lastLogits(hashed, near);
    assertThat(differs(b, lastLogits(hashed, far))).isTrue();
  }

  private static boolean differs(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Math.abs(a[i] - b[i]) > 1e-9) {
        return true;
      }
    }
    return false;
  }

  /** Logits of the last position with the first head's output silenced. */
  private static double[] lastLogits(ReformerConfig config, int... tokens) {
    try (TrainingStep step =
        new TrainingStep(config, MemoryConfig.DEFAULT, new ReferenceKernels())) {
      int count = Math.toIntExact(step.reformer().layout().parameterCount());
      double[] all = parameters(count);
      Slot output = step.reformer().layout().layer(0).attention().output();
      for (long row = 0; row < output.rows(); row++) {
        int at = (int) (output.offset() + row * output.columns());
        Arrays.fill(all, at, at + config.dHead(), 0);
      }
      step.parameters().write(0, all);
      TrainingBatch batch = new TrainingBatch(1, tokens.length, tokens, new int[tokens.length]);
      return step.logits(batch, tokens.length - 1, tokens.length, RANDOMNESS);
    }
  }

  @Test
  void lengthsAreMultiplesOfTheLocalChunksOfMixedHeads() {
    ReformerConfig hashed = TinyNetwork.config(List.of(AttentionKind.LSH), PositionKind.AXIAL, 0);
    ReformerConfig mixed = hashed.with(new LocalConfig(6, 1, 0, 0, 1));
    assertThat(hashed.lengthMultiple()).isEqualTo(4);
    assertThat(mixed.lengthMultiple()).isEqualTo(12);
    assertThat(PaddedBatch.paddedLength(mixed, 9)).isEqualTo(12);
    assertThat(PaddedBatch.paddedLength(hashed, 9)).isEqualTo(12);
    assertThat(PaddedBatch.paddedLength(hashed, 13)).isEqualTo(16);
    assertThat(PaddedBatch.paddedLength(mixed, 13)).isEqualTo(24);
  }

  /** Two equal sequences of a batch are hashed by rotations of their own, as in Trax. */
  @Test
  void sequencesOfABatchHaveRotationsOfTheirOwn() {
    ReformerConfig config = TinyNetwork.config(List.of(AttentionKind.LSH), PositionKind.AXIAL, 0);
    int[] tokens = {1, 5, 2, 9, 3, 3, 7, 0, 4, 8, 6, 10};
    int[] twice = Arrays.copyOf(tokens, 2 * tokens.length);
    System.arraycopy(tokens, 0, twice, tokens.length, tokens.length);
    try (TrainingStep step =
        new TrainingStep(config, MemoryConfig.DEFAULT, new ReferenceKernels())) {
      int count = Math.toIntExact(step.reformer().layout().parameterCount());
      step.parameters().write(0, parameters(count));
      double[] losses = step.losses(new TrainingBatch(2, tokens.length, twice, twice), RANDOMNESS);
      double[] first = Arrays.copyOf(losses, tokens.length);
      double[] second = Arrays.copyOfRange(losses, tokens.length, 2 * tokens.length);
      assertThat(differs(first, second)).isTrue();
      double[] alone = step.losses(new TrainingBatch(1, tokens.length, tokens, tokens), RANDOMNESS);
      assertThat(first).containsExactly(alone, within(1e-12));
    }
  }
}
