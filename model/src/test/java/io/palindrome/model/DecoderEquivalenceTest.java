package io.palindrome.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Nd4jKernels;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** A text that is decoded token by token has the logits of full forward passes. */
class DecoderEquivalenceTest {
  private static final CounterRandomness RANDOMNESS = new CounterRandomness(new StepKey(3, 0, 0));
  private static final double EXACT = 1e-10;
  private static final double SINGLE = 1e-5;

  /** Largest difference of logits over a text that begins with a prompt and then grows. */
  private static double worst(
      ReformerConfig config, Supplier<Kernels> kernels, int prompt, int length) {
    int[] tokens = TinyTexts.tokens(length);
    double worst = 0;
    try (Decoder decoder = TinyTexts.decoder(config, kernels.get());
        TrainingStep step = TinyTexts.step(config, kernels.get());
        DecodedText text = decoder.read(Arrays.copyOf(tokens, prompt), RANDOMNESS)) {
      for (int known = prompt; ; known++) {
        double[] full = TinyTexts.fullLogits(step, RANDOMNESS, Arrays.copyOf(tokens, known));
        worst = Math.max(worst, TinyTexts.difference(text.logits(), full));
        if (known == length) {
          return worst;
        }
        decoder.step(List.of(text), tokens[known]);
      }
    }
  }

  private static double worstOfPrompts(
      ReformerConfig config, Supplier<Kernels> kernels, int prompts, int length) {
    return IntStream.rangeClosed(1, prompts)
        .mapToDouble(prompt -> worst(config, kernels, prompt, length))
        .max()
        .orElseThrow();
  }

  static Stream<Arguments> localWindows() {
    return Stream.of(2, 3, 5)
        .flatMap(chunk -> IntStream.range(0, 12).mapToObj(i -> Arguments.of(chunk, i % 4, i / 4)));
  }

  @ParameterizedTest(name = "chunks of {0}, {1} before, {2} after")
  @MethodSource("localWindows")
  void localLayersAtEveryPromptLengthModuloTheChunk(int chunk, int before, int after) {
    ReformerConfig config =
        TinyTexts.config(
            "model.layers=[local,local]",
            "model.local.chunk-length=" + chunk,
            "model.local.chunks-before=" + before,
            "model.local.chunks-after=" + after);
    int prompts = 2 * chunk + 1;
    assertThat(worstOfPrompts(config, ReferenceKernels::new, prompts, 6 * chunk)).isLessThan(EXACT);
    assertThat(worst(config, () -> new HostKernels(2), chunk, 6 * chunk)).isLessThan(SINGLE);
  }

  @Test
  void nd4jKernelsDecodeToo() {
    ReformerConfig config =
        TinyTexts.config("model.layers=[local,lsh]", "model.lsh.chunk-length=16");
    assertThat(worst(config, () -> new Nd4jKernels(DataType.DOUBLE), 5, 15)).isLessThan(EXACT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu", "gelu"})
  void axialPositionsAndLongTextsOfLocalLayers(String activation) {
    ReformerConfig config =
        TinyTexts.config(
            "model.layers=[local,local,local]",
            "model.feed-forward.activation=" + activation,
            "model.position.kind=axial",
            "model.position.axial-shape=[8,16]",
            "model.position.axial-widths=[3,5]");
    assertThat(worst(config, () -> new HostKernels(1), 7, 128)).isLessThan(SINGLE);
  }

  @Test
  void lshLayersThatAreNotLongerThanAChunk() {
    ReformerConfig config = TinyTexts.config("model.layers=[lsh,lsh]", "model.lsh.chunk-length=16");
    assertThat(worstOfPrompts(config, ReferenceKernels::new, 15, 16)).isLessThan(EXACT);
  }

  static Stream<Arguments> hashings() {
    return Stream.of(
        Arguments.of(1, "[4]", 1, 0),
        Arguments.of(2, "[4]", 1, 0),
        Arguments.of(3, "[2,4]", 0, 0),
        Arguments.of(2, "[6]", 2, 0),
        Arguments.of(4, "[4]", 1, 1),
        Arguments.of(2, "[2,2,2]", 3, 2),
        Arguments.of(2, "[]", 1, 0));
  }

  /** With one layer nothing else depends on where earlier positions were hashed to. */
  @ParameterizedTest(name = "{0} rounds, buckets {1}, {2} before, {3} after")
  @MethodSource("hashings")
  void oneLshLayerBeyondAChunk(int rounds, String buckets, int before, int after) {
    ReformerConfig config =
        TinyTexts.config(
            "model.layers=[lsh]",
            "model.lsh.hash-rounds=" + rounds,
            "model.lsh.hash-buckets=" + buckets,
            "model.lsh.chunks-before=" + before,
            "model.lsh.chunks-after=" + after);
    assertThat(worstOfPrompts(config, ReferenceKernels::new, 9, 42)).isLessThan(EXACT);
    assertThat(worst(config, () -> new HostKernels(2), 6, 42)).isLessThan(SINGLE);
  }

  @ParameterizedTest
  @CsvSource({
    "true, counted, model.lsh.chunks-before=2",
    "false, corrected, model.lsh.chunks-after=1",
    "true, corrected, 'model.lsh.hash-buckets=[]'",
    "true, corrected, model.local.heads-in-lsh-layers=1",
    "false, corrected, model.lsh.chunks-before=8",
    "true, corrected, model.lsh.full-below=16"
  })
  void hashRules(boolean within, String duplicates, String setting) {
    ReformerConfig plain =
        TinyTexts.config("model.layers=[lsh]", "model.lsh.hash-rounds=3", setting);
    ReformerConfig ruled =
        TinyTexts.config(
            "model.layers=[lsh]",
            "model.lsh.hash-rounds=3",
            setting,
            "model.lsh.within-hash-buckets=" + within,
            "model.lsh.duplicates=" + duplicates);
    assertThat(worstOfPrompts(ruled, ReferenceKernels::new, 9, 42)).isLessThan(EXACT);
    assertThat(worst(ruled, () -> new HostKernels(2), 6, 42)).isLessThan(SINGLE);
    assertThat(forgetful(plain, ruled)).isGreaterThan(1e-3);
  }

  /** What the difference is to a decoder that knows no rules. */
  private static double forgetful(ReformerConfig plain, ReformerConfig ruled) {
    try (TrainingStep without = TinyTexts.step(plain, new ReferenceKernels());
        TrainingStep with = TinyTexts.step(ruled, new ReferenceKernels())) {
      int[] tokens = TinyTexts.tokens(42);
      return TinyTexts.difference(
          TinyTexts.fullLogits(without, RANDOMNESS, tokens),
          TinyTexts.fullLogits(with, RANDOMNESS, tokens));
    }
  }

  /** Local layers below the only hashing one do not change either. */
  @Test
  void lshOnTopOfLocalLayersWithOtherChunks() {
    ReformerConfig config =
        TinyTexts.config(
            "model.layers=[local,local,lsh]",
            "model.local.chunk-length=6",
            "model.lsh.hash-rounds=2");
    assertThat(worstOfPrompts(config, ReferenceKernels::new, 13, 40)).isLessThan(EXACT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void rotaryPositionsAndLocalHeadsInAnLshLayer(int localHeads) {
    ReformerConfig config =
        TinyTexts.config(
            "model.layers=[local,lsh]",
            "model.position.kind=rotary",
            "model.local.chunk-length=6",
            "model.local.heads-in-lsh-layers=" + localHeads,
            "model.local.chunks-before=2",
            "model.lsh.hash-rounds=3");
    assertThat(worstOfPrompts(config, ReferenceKernels::new, 13, 40)).isLessThan(EXACT);
    assertThat(worst(config, () -> new HostKernels(2), 6, 40)).isLessThan(SINGLE);
  }

  @Test
  void fullLayersAndLshLayersUntilTheyHash() {
    ReformerConfig config =
        TinyTexts.config(
            "model.layers=[full,lsh]",
            "model.full.block-length=6",
            "model.lsh.hash-rounds=2",
            "model.lsh.full-below=24");
    assertThat(worstOfPrompts(config, ReferenceKernels::new, 13, 40)).isLessThan(EXACT);
    assertThat(worst(config, () -> new HostKernels(2), 6, 40)).isLessThan(SINGLE);
  }

  @Test
  void aGatedFeedForward() {
    ReformerConfig config = TinyTexts.config("model.feed-forward.kind=gated");
    assertThat(worst(config, ReferenceKernels::new, 3, 20)).isLessThan(EXACT);
  }

  /** The comparison can fail: a layer above a hashing one sees states that a forward pass moves. */
  @Test
  void severalLshLayersDifferFromAForwardPass() {
    ReformerConfig config = TinyTexts.config("model.layers=[lsh,lsh]");
    assertThat(worst(config, ReferenceKernels::new, 9, 42)).isGreaterThan(1e-3);
  }
}
