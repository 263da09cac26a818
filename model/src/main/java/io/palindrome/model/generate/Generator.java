package io.palindrome.model.generate;

import io.palindrome.conf.Check;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.layer.Randomness;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Continues a text token by token: a forward pass over the last tokens, the logits of the last
 * position alone, one draw. The same parameters, prompt, sampler and randomness give the same text.
 *
 * <p>Each token costs a forward pass over the text so far, padded as the model pads, and at most
 * over the window.
 */
public final class Generator {
  private final TrainingStep step;
  private final Sampler sampler;
  private final Randomness randomness;
  private final Limits limits;

  /**
   * What a text may hold.
   *
   * @param window tokens that the model looks back on at most
   * @param end the token that ends a text; never told
   * @param forbidden tokens that are never drawn
   */
  public record Limits(int window, int end, int... forbidden) {}

  /**
   * @param step holds the network and its parameters; belongs to the caller
   * @param randomness of the hash rotations, without dropout
   */
  public Generator(TrainingStep step, Sampler sampler, Randomness randomness, Limits limits) {
    int longest = step.reformer().config().position().maxLength();
    Check.inRange("window", limits.window(), 1, longest);
    this.step = step;
    this.sampler = sampler;
    this.randomness = randomness;
    this.limits = limits;
  }

  /**
   * Writes up to {@code count} tokens.
   *
   * @param prompt at least one token
   * @param told of each new token as soon as it is drawn
   * @return the new tokens; fewer than {@code count} where the text ended
   */
  public int[] generate(int[] prompt, int count, IntConsumer told) {
    Check.that(prompt.length > 0, "prompt must have a token, but has none");
    int[] text = Arrays.copyOf(prompt, Math.addExact(prompt.length, count));
    for (int length = prompt.length; length < text.length; length++) {
      int next = sampler.sample(logits(text, length), length - prompt.length);
      if (next == limits.end()) {
        return Arrays.copyOfRange(text, prompt.length, length);
      }
      text[length] = next;
      told.accept(next);
    }
    return Arrays.copyOfRange(text, prompt.length, text.length);
  }

  /** Logits of what follows the first {@code length} tokens. */
  private double[] logits(int[] text, int length) {
    int[] seen = Arrays.copyOfRange(text, Math.max(0, length - limits.window()), length);
    int[] labels = new int[seen.length];
    Arrays.fill(labels, TrainingBatch.IGNORED);
    TrainingBatch batch = new TrainingBatch(1, seen.length, seen, labels);
    double[] logits = step.logits(batch, seen.length - 1, seen.length, randomness);
    for (int token : limits.forbidden()) {
      logits[token] = Double.NEGATIVE_INFINITY;
    }
    return logits;
  }
}
