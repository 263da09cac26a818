package io.palindrome.model.generate;

import io.palindrome.conf.Check;
import io.palindrome.model.DecodedText;
import io.palindrome.model.Decoder;
import io.palindrome.model.layer.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Continues a prompt token by token, several samples at once. One forward pass reads the prompt for
 * all of them; then every token costs one position. The same parameters, prompt, sampling and
 * randomness give the same texts, and a sample depends on its number but not on how many there are.
 */
public final class Generator {
  private final Decoder decoder;
  private final Sampling sampling;
  private final Randomness randomness;
  private final Limits limits;

  /** How tokens are chosen. */
  public record Sampling(Sampler sampler, Repetition repetition) {
    /** Always the most probable token. */
    public static Sampling greedy() {
      return new Sampling(Sampler.greedy(), Repetition.ALLOWED);
    }
  }

  /**
   * What a text may hold.
   *
   * @param end the token that ends a text; never told
   * @param forbidden tokens that are never drawn
   */
  public record Limits(int end, int... forbidden) {}

  /**
   * What is wanted.
   *
   * @param prompt at least one token
   * @param count new tokens of each sample at most
   * @param samples how many texts
   */
  public record Request(int[] prompt, int count, int samples) {
    public Request {
      Check.that(prompt.length > 0, "prompt must have a token, but has none");
      Check.that(count > 0, "tokens must be 1 or more, but are %d", count);
      Check.that(samples > 0, "samples must be 1 or more, but are %d", samples);
    }
  }

  /** Hears of every token as soon as it is drawn. */
  public interface Listener {
    /**
     * Takes a sample's next token.
     *
     * @param sample its number, from 0
     * @return whether the sample goes on
     */
    boolean takes(int sample, int token);
  }

  /**
   * @param decoder holds the network and its parameters; belongs to the caller
   * @param randomness of the hash rotations, without dropout
   */
  public Generator(Decoder decoder, Sampling sampling, Randomness randomness, Limits limits) {
    this.decoder = decoder;
    this.sampling = sampling;
    this.randomness = randomness;
    this.limits = limits;
  }

  /** Writes the texts; samples that are decoded together come to the listener in turns. */
  public List<Generated> generate(Request request, Listener listener) {
    List<Generated> all = new ArrayList<>();
    try (DecodedText prompt = decoder.read(request.prompt(), randomness)) {
      while (all.size() < request.samples()) {
        int count = Math.min(Decoder.MOST_TOGETHER, request.samples() - all.size());
        List<Sample> group = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          group.add(new Sample(all.size() + i, decoder.copy(prompt)));
        }
        write(group, request.count(), listener);
        group.forEach(sample -> all.add(sample.generated(request.prompt().length)));
      }
    }
    return all;
  }

  /** One text on its way. */
  private final class Sample {
    private final int number;
    private final Sampler sampler;
    private final DecodedText text;
    private int[] tokens;
    private Ending ending;

    Sample(int number, DecodedText text) {
      this.number = number;
      this.sampler = sampling.sampler().ofSample(number);
      this.text = text;
      this.tokens = text.tokens();
    }

    /** Draws the next token, or ends. */
    void draw(int step, int count, Listener listener) {
      double[] logits = text.logits();
      for (int token : limits.forbidden()) {
        logits[token] = Double.NEGATIVE_INFINITY;
      }
      sampling.repetition().apply(logits, tokens);
      int next = sampler.sample(logits, step);
      if (next == limits.end()) {
        ending = Ending.END_TOKEN;
        return;
      }
      tokens = Arrays.copyOf(tokens, tokens.length + 1);
      tokens[tokens.length - 1] = next;
      if (!listener.takes(number, next)) {
        ending = Ending.STOPPED;
      } else if (step + 1 == count) {
        ending = Ending.LENGTH;
      }
    }

    boolean goesOn() {
      return ending == null;
    }

    int last() {
      return tokens[tokens.length - 1];
    }

    Generated generated(int prompt) {
      return new Generated(Arrays.copyOfRange(tokens, prompt, tokens.length), ending);
    }
  }

  private void write(List<Sample> group, int count, Listener listener) {
    try {
      List<Sample> going = group;
      for (int step = 0; !going.isEmpty(); step++) {
        for (Sample sample : going) {
          sample.draw(step, count, listener);
        }
        going = going.stream().filter(Sample::goesOn).toList();
        if (!going.isEmpty()) {
          decoder.step(
              going.stream().map(sample -> sample.text).toList(),
              going.stream().mapToInt(Sample::last).toArray());
        }
      }
    } finally {
      group.forEach(sample -> sample.text.close());
    }
  }
}
