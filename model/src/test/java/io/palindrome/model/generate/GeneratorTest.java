package io.palindrome.model.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.generate.Generator.Limits;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.model.parameter.ParameterInitializer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class GeneratorTest {
  private static final int VOCABULARY = 12;
  private static final int END = 11;
  private static final int NEVER = 3;
  private static final int[] PROMPT = {5, 6, 7};
  private static final CounterRandomness RANDOMNESS = new CounterRandomness(new StepKey(1, 0, 0));

  private final ReformerConfig config =
      ConfigFile.defaults(
              List.of(
                  "model.vocabulary-size=" + VOCABULARY,
                  "model.pad-token=0",
                  "model.d-model=8",
                  "model.heads=2",
                  "model.d-head=4",
                  "model.layers=[local,lsh]",
                  "model.local.chunk-length=4",
                  "model.lsh.chunk-length=4",
                  "model.lsh.hash-buckets=[4]",
                  "model.feed-forward.d-feed-forward=16",
                  "model.position.max-length=64",
                  "model.position.axial-shape=[8,8]",
                  "model.position.axial-widths=[4,4]",
                  "train.batch.length=64",
                  "train.batch.warmup-lengths=[]",
                  "train.batch.warmup-rounds=[]"))
          .model();
  private TrainingStep step;

  @BeforeEach
  void load() {
    step = new TrainingStep(config, MemoryConfig.DEFAULT, new ReferenceKernels());
    float[] parameters = ParameterInitializer.initialize(config, 5);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 8;
    }
    try (INDArray flat = HostArrays.vector(parameters)) {
      step.loadParameters(flat);
    }
  }

  @AfterEach
  void close() {
    step.close();
  }

  private int[] generate(Sampler sampler, int count, int window) {
    Generator generator = new Generator(step, sampler, RANDOMNESS, new Limits(window, END, NEVER));
    return generator.generate(PROMPT, count, token -> {});
  }

  @Test
  void aGreedyTokenHasTheLargestLogitOfAWholeForwardPass() {
    int next = generate(Sampler.greedy(), 1, 64)[0];
    TrainingBatch batch = new TrainingBatch(1, 3, PROMPT, PROMPT);
    double[] logits = step.logits(batch, 2, 3, RANDOMNESS);
    int best =
        IntStream.range(0, VOCABULARY)
            .filter(token -> token != NEVER)
            .reduce((a, b) -> logits[b] > logits[a] ? b : a)
            .orElseThrow();
    assertThat(next).isEqualTo(best);
  }

  @Test
  void theSameSeedWritesTheSameTokensAndAnotherSeedOthers() {
    int[] text = generate(new Sampler(1, 0, 1, 7), 16, 64);
    assertThat(generate(new Sampler(1, 0, 1, 7), 16, 64)).isEqualTo(text);
    assertThat(generate(new Sampler(1, 0, 1, 8), 16, 64)).isNotEqualTo(text);
  }

  @Test
  void forbiddenTokensAndTheEndAreNeverTold() {
    for (long seed = 0; seed < 8; seed++) {
      assertThat(generate(new Sampler(5, 0, 1, seed), 20, 64)).doesNotContain(NEVER, END);
    }
  }

  @Test
  void theEndTokenEndsTheText() {
    int[] lengths =
        IntStream.range(0, 8)
            .map(seed -> generate(new Sampler(5, 0, 1, seed), 40, 64).length)
            .toArray();
    assertThat(IntStream.of(lengths).min().orElseThrow()).isLessThan(40);
  }

  @Test
  void everyTokenIsToldAsItComes() {
    List<Integer> told = new ArrayList<>();
    int[] text =
        new Generator(step, Sampler.greedy(), RANDOMNESS, new Limits(64, -1))
            .generate(PROMPT, 5, told::add);
    assertThat(told).containsExactly(IntStream.of(text).boxed().toArray(Integer[]::new));
  }

  @Test
  void onlyTheWindowIsLookedBackOn() {
    int[] all = generate(Sampler.greedy(), 1, 3);
    int[] later =
        new Generator(step, Sampler.greedy(), RANDOMNESS, new Limits(3, END, NEVER))
            .generate(new int[] {9, 9, 9, 9, 5, 6, 7}, 1, token -> {});
    assertThat(later).isEqualTo(all);
  }

  @Test
  void theWindowMustFitThePositions() {
    assertThatThrownBy(() -> generate(Sampler.greedy(), 1, 65))
        .hasMessage("window must be between 1 and 64, but is 65");
  }
}
