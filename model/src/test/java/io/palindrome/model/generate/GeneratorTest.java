package io.palindrome.model.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.Decoder;
import io.palindrome.model.StepKey;
import io.palindrome.model.TinyTexts;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.generate.Generator.Limits;
import io.palindrome.model.generate.Generator.Listener;
import io.palindrome.model.generate.Generator.Request;
import io.palindrome.model.generate.Generator.Sampling;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.host.HostKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final int END = 11;
  private static final int NEVER = 3;
  private static final int[] PROMPT = {5, 6, 7};
  private static final CounterRandomness RANDOMNESS = new CounterRandomness(new StepKey(1, 0, 0));
  private static final Listener ALL = (sample, token) -> true;

  private final ReformerConfig config =
      TinyTexts.config("model.layers=[local,lsh]", "model.lsh.hash-rounds=2");
  private final Decoder decoder = TinyTexts.decoder(config, new HostKernels(2));

  @AfterEach
  void close() {
    decoder.close();
  }

  private static Sampling drawn(double temperature, long seed) {
    return new Sampling(new Sampler(temperature, 0, 1, seed), Repetition.ALLOWED);
  }

  private Generator generator(Sampling sampling) {
    return new Generator(decoder, sampling, RANDOMNESS, new Limits(END, NEVER));
  }

  private int[] generate(Sampling sampling, int count) {
    return generator(sampling).generate(new Request(PROMPT, count, 1), ALL).get(0).tokens();
  }

  @Test
  void aGreedyTokenHasTheLargestLogitOfAWholeForwardPass() {
    int next = generate(Sampling.greedy(), 1)[0];
    try (TrainingStep step = TinyTexts.step(config, new ReferenceKernels())) {
      double[] logits = TinyTexts.fullLogits(step, RANDOMNESS, PROMPT);
      int best =
          IntStream.range(0, TinyTexts.VOCABULARY)
              .filter(token -> token != NEVER)
              .reduce((a, b) -> logits[b] > logits[a] ? b : a)
              .orElseThrow();
      assertThat(next).isEqualTo(best);
    }
  }

  @Test
  void theSameSeedWritesTheSameTokensAndAnotherSeedOthers() {
    int[] text = generate(drawn(1, 7), 16);
    assertThat(generate(drawn(1, 7), 16)).isEqualTo(text);
    assertThat(generate(drawn(1, 8), 16)).isNotEqualTo(text);
  }

  @Test
  void forbiddenTokensAndTheEndAreNeverTold() {
    for (long seed = 0; seed < 8; seed++) {
      assertThat(generate(drawn(5, seed), 20)).doesNotContain(NEVER, END);
    }
  }

  @Test
  void theEndTokenEndsTheText() {
    Generated shortest =
        IntStream.range(0, 8)
            .mapToObj(
                seed -> generator(drawn(5, seed)).generate(new Request(PROMPT, 60, 1), ALL).get(0))
            .min((a, b) -> a.tokens().length - b.tokens().length)
            .orElseThrow();
    assertThat(shortest.tokens().length).isLessThan(60);
    assertThat(shortest.ending()).isEqualTo(Ending.END_TOKEN);
  }

  @Test
  void everyTokenIsToldAsItComesUntilTheListenerHasEnough() {
    List<Integer> told = new ArrayList<>();
    Generated text =
        new Generator(decoder, Sampling.greedy(), RANDOMNESS, new Limits(-1))
            .generate(
                new Request(PROMPT, 9, 1),
                (sample, token) -> {
                  told.add(token);
                  return told.size() < 5;
                })
            .get(0);
    assertThat(told).hasSize(5);
    assertThat(text.tokens()).containsExactly(told.stream().mapToInt(i -> i).toArray());
    assertThat(text.ending()).isEqualTo(Ending.STOPPED);
  }

  @Test
  void aSampleIsTheSameHoweverManyThereAre() {
    Generator generator = generator(drawn(1, 7));
    List<Generated> six = generator.generate(new Request(PROMPT, 20, 6), ALL);
    for (int samples : new int[] {1, 2, 5}) {
      List<Generated> fewer = generator.generate(new Request(PROMPT, 20, samples), ALL);
      for (int i = 0; i < samples; i++) {
        assertThat(fewer.get(i).tokens()).isEqualTo(six.get(i).tokens());
      }
    }
    assertThat(six.stream().map(text -> List.of(text.tokens()[0], text.tokens()[1])).distinct())
        .hasSizeGreaterThan(2);
  }

  @Test
  void repetitionIsControlled() {
    Sampling fresh = new Sampling(Sampler.greedy(), new Repetition(1, 0, 2));
    assertThat(pairs(generate(fresh, 40))).doesNotHaveDuplicates();
    List<List<Integer>> free = pairs(generate(Sampling.greedy(), 40));
    assertThat(free.stream().distinct()).hasSizeLessThan(free.size());
  }

  private static List<List<Integer>> pairs(int... text) {
    return IntStream.range(1, text.length).mapToObj(i -> List.of(text[i - 1], text[i])).toList();
  }

  @Test
  void badRequestsAreRefused() {
    assertThatThrownBy(() -> new Request(new int[0], 1, 1))
        .hasMessage("prompt must have a token, but has none");
    assertThatThrownBy(() -> new Request(PROMPT, 0, 1))
        .hasMessage("tokens must be 1 or more, but are 0");
    assertThatThrownBy(() -> new Request(PROMPT, 1, 0))
        .hasMessage("samples must be 1 or more, but are 0");
    assertThatThrownBy(() -> generate(Sampling.greedy(), 500))
        .hasMessage(
            "a text must have at most 128 tokens (model.position.max-length), but is to get one"
                + " more");
    assertThatThrownBy(
            () -> TinyTexts.decoder(TinyTexts.config("model.causal=false"), new ReferenceKernels()))
        .hasMessageStartingWith("model.causal must be true");
  }
}
