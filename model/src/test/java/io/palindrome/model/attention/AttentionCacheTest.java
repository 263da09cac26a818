package io.palindrome.model.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TinyTexts;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.kernel.Transpose;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The next position of an LSH layer, for any states that the cache has of earlier ones. */
class AttentionCacheTest {
  private static final int PROMPT = 12;
  private static final int LENGTH = 41;
  private static final CounterRandomness RANDOMNESS = new CounterRandomness(new StepKey(5, 0, 0));

  private final Kernels kernels = new ReferenceKernels();
  private final Arena arena = new Arena(kernels);

  /** Everything about one layer, and its inputs at all positions. */
  private final class Layer {
    final ReformerConfig config;
    final AttentionBranch branch;
    final Parameters parameters;
    final Matrix inputs;

    Layer(String... settings) {
      config = TinyTexts.config(settings);
      ParameterLayout layout = ParameterLayout.of(config);
      branch = new AttentionBranch(0, config, layout.layer(0));
      Storage values = kernels.allocate(layout.parameterCount());
      int count = Math.toIntExact(layout.parameterCount());
      values.write(0, TinyNetwork.normals(41, count, 0.7));
      parameters = new Parameters(values);
      inputs = arena.take(LENGTH, config.dModel());
      inputs.storage().write(0, TinyNetwork.normals(42, LENGTH * config.dModel(), 1));
    }

    Pass pass(int length, int... firstPositions) {
      Sequences sequences = new Sequences(1, length, List.of(), firstPositions);
      return new Pass(kernels, arena, parameters, RANDOMNESS, sequences);
    }

    /** Rows of the first {@code length} positions as the given projection sees them. */
    double[][] projected(int length, int head, boolean values) {
      HeadGroup one = new HeadGroup(head, 1);
      Projections all = Projections.of(branch, one, inputs.firstRows(length), pass(length));
      double[] flat = (values ? all.values() : all.queries()).toArray();
      double[][] rows = new double[length][config.dHead()];
      for (int i = 0; i < flat.length; i++) {
        rows[i / config.dHead()][i % config.dHead()] = flat[i];
      }
      return rows;
    }

    /** What the oracle adds to a row of zeros. */
    double[] expected(int length) {
      int chunk = config.lsh().chunkLength();
      int padded = (length + chunk - 1) / chunk * chunk;
      Matrix attended = arena.take(1, config.heads() * config.dHead());
      for (int head = 0; head < config.heads(); head++) {
        LshOracle oracle =
            new LshOracle(
                config,
                RANDOMNESS,
                head,
                projected(length, head, false),
                projected(length, head, true));
        attended.storage().write((long) head * config.dHead(), oracle.newest(padded));
      }
      Matrix out = arena.takeZeros(1, config.dModel());
      Matrix weight = parameters.matrix(branch.slots().attention().output());
      kernels.multiply(1, attended, Transpose.NONE, weight, Transpose.TRANSPOSED, 0, out);
      return out.toArray();
    }

    /** What the layer adds for the position that makes the sequence {@code length} long. */
    double[] next(AttentionCache cache, int length) {
      int chunk = config.lsh().chunkLength();
      int padded = (length + chunk - 1) / chunk * chunk;
      Matrix out = arena.takeZeros(1, config.dModel());
      new AttentionStep(branch, List.of(cache), new int[] {padded})
          .add(inputs.rowRange(length - 1, 1), out, pass(1, length - 1));
      return out.toArray();
    }

    AttentionCache read() {
      AttentionCache cache = new AttentionCache(branch, kernels);
      Matrix target = arena.takeZeros(PROMPT, config.dModel());
      cache.read(inputs.firstRows(PROMPT), target, PROMPT, pass(PROMPT));
      return cache;
    }
  }

  private static Layer layer(
      AttentionCacheTest test, int rounds, String buckets, int before, int after) {
    return test
    .new Layer(
        "model.layers=[lsh]",
        "model.lsh.hash-rounds=" + rounds,
        "model.lsh.hash-buckets=[" + buckets.replace(' ', ',') + "]",
        "model.lsh.chunks-before=" + before,
        "model.lsh.chunks-after=" + after);
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 1, 0", "3, 2 4, 1, 0", "2, 6, 2, 1", "4, 2, 0, 0", "2, 2 2 2, 3, 3"})
  void attendsAsTheSpecificationReads(int rounds, String buckets, int before, int after) {
    Layer layer = layer(this, rounds, buckets, before, after);
    try (AttentionCache cache = layer.read()) {
      for (int length = PROMPT + 1; length <= LENGTH; length++) {
        double[] next = layer.next(cache, length);
        assertThat(TinyTexts.difference(next, layer.expected(length))).isLessThan(1e-10);
      }
    }
  }

  @Test
  void theComparisonNoticesAnotherWindow() {
    Layer layer = layer(this, 2, "4", 1, 0);
    Layer wider = layer(this, 2, "4", 2, 0);
    try (AttentionCache cache = layer.read()) {
      double[] next = layer.next(cache, PROMPT + 1);
      assertThat(TinyTexts.difference(next, wider.expected(PROMPT + 1))).isGreaterThan(1e-3);
    }
  }

  @Test
  void aCopyGoesOnByItself() {
    Layer layer = layer(this, 2, "4", 1, 0);
    try (AttentionCache cache = layer.read();
        AttentionCache copy = cache.copy(layer.pass(1))) {
      double[] next = layer.next(cache, PROMPT + 1);
      layer.next(cache, PROMPT + 2);
      assertThat(layer.next(copy, PROMPT + 1)).isEqualTo(next);
    }
  }

  /** A local layer holds its window, an LSH layer all positions and their orders. */
  @Test
  void cachesHoldWhatTheyNeed() {
    Layer local = new Layer("model.layers=[local]", "model.local.chunks-before=2");
    int row = 2 * local.config.heads() * local.config.dHead() * kernels.elementBytes();
    try (AttentionCache cache = local.read()) {
      for (int length = PROMPT + 1; length <= LENGTH; length++) {
        local.next(cache, length);
      }
      assertThat(cache.bytes()).isEqualTo(12L * row);
    }
    Layer lsh = layer(this, 3, "4", 1, 0);
    try (AttentionCache cache = lsh.read()) {
      int orders = 2 * Integer.BYTES * 3 * lsh.config.heads();
      assertThat(cache.bytes()).isEqualTo(256L * row + (long) PROMPT * orders);
    }
  }
}
