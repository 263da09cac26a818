package io.palindrome.model.generate;

import io.palindrome.conf.Check;
import io.palindrome.conf.DataException;
import io.palindrome.model.random.CounterRandom;
import java.util.stream.IntStream;

/**
 * Chooses the next token from logits: temperature, then the k most probable, then the smallest set
 * whose probability reaches p (Holtzman et al. 2020, "The Curious Case of Neural Text
 * Degeneration", section 3.1), then one draw.
 *
 * <p>The same logits, seed and step give the same token on every machine. A logit of minus infinity
 * forbids its token. Among equal logits the lower token comes first.
 *
 * @param temperature divides the logits; 0 = always the most probable token
 * @param topK tokens to choose from; 0 = all
 * @param topP probability to choose from; 1 = all
 * @param seed of all draws
 */
public record Sampler(double temperature, int topK, double topP, long seed) {
  /** Keeps the keys of samples apart from those of steps. */
  private static final long SAMPLES = 0x73616D706C6573L;

  public Sampler {
    Check.inRange("temperature", temperature, 0.0, 100.0);
    Check.notNegative("top-k", topK);
    Check.that(topP > 0 && topP <= 1, "top-p must be more than 0 and at most 1, but is %s", topP);
  }

  /** Always the most probable token. */
  public static Sampler greedy() {
    return new Sampler(0, 0, 1, 0);
  }

  /** The same for one of several samples: draws of its own; number 0 has the seed's. */
  public Sampler ofSample(int number) {
    long own = number == 0 ? seed : CounterRandom.key(seed, SAMPLES, number);
    return new Sampler(temperature, topK, topP, own);
  }

  /**
   * The token for one position.
   *
   * @param logits [vocabularySize], not changed
   * @param step number of the token in the text, so that every step has a draw of its own
   * @throws DataException if a logit is NaN or plus infinity, or every token is forbidden
   */
  public int sample(double[] logits, long step) {
    int best = best(logits);
    if (temperature == 0) {
      return best;
    }
    int[] candidates = candidates(logits);
    double[] weights = new double[candidates.length];
    double total = 0;
    for (int i = 0; i < candidates.length; i++) {
      weights[i] = StrictMath.exp((logits[candidates[i]] - logits[best]) / temperature);
      total += weights[i];
    }
    int kept = candidates.length;
    if (topP < 1) {
      kept = nucleus(weights, topP * total);
      total = 0;
      for (int i = 0; i < kept; i++) {
        total += weights[i];
      }
    }
    double target = total * CounterRandom.uniform(CounterRandom.key(seed, step), 0);
    return candidates[draw(weights, kept, target)];
  }

  /** The first of the largest logits. */
  private static int best(double[] logits) {
    int best = 0;
    for (int token = 0; token < logits.length; token++) {
      double logit = logits[token];
      if (Double.isNaN(logit) || logit == Double.POSITIVE_INFINITY) {
        throw new DataException(
            "Cannot choose a token: the logit of token %d is %s; the parameters are damaged or the training diverged, use an older checkpoint"
                .formatted(token, logit));
      }
      best = logit > logits[best] ? token : best;
    }
    if (logits.length == 0 || logits[best] == Double.NEGATIVE_INFINITY) {
      throw new DataException(
          "Cannot choose a token: all %d of them are forbidden; forbid fewer tokens"
              .formatted(logits.length));
    }
    return best;
  }

  /** Tokens by falling logit, at most topK; in token order where nothing is cut off. */
  private int[] candidates(double[] logits) {
    if (topP == 1 && (topK == 0 || topK >= logits.length)) {
      return IntStream.range(0, logits.length).toArray();
    }
    return IntStream.range(0, logits.length)
        .boxed()
        .sorted((a, b) -> Double.compare(logits[b], logits[a]))
        .limit(topK == 0 ? logits.length : topK)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** How many of the falling weights it takes to reach {@code goal}, at least one. */
  private static int nucleus(double[] weights, double goal) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      if (sum >= goal) {
        return i + 1;
      }
    }
    return weights.length;
  }

  /** The first index whose running sum exceeds {@code target}; a weight of 0 is never drawn. */
  private static int draw(double[] weights, int kept, double target) {
    double sum = 0;
    int last = 0;
    for (int i = 0; i < kept; i++) {
      sum += weights[i];
      if (sum > target) {
        return i;
      }
      last = weights[i] > 0 ? i : last;
    }
    return last;
  }
}
