package io.palindrome.model.check;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.parameter.Slot;
import java.util.Arrays;
import java.util.List;

/** Fixtures q: greedy decoding with a full forward pass for every new token. */
final class GreedyFixture {
  private final Fixture fixture;

  GreedyFixture(Fixture fixture) {
    this.fixture = fixture;
  }

  /** Whether a fixture is of this kind. */
  static boolean describes(Fixture fixture) {
    return fixture.has("prompt_ids") && fixture.has("output_ids") && fixture.has("step_logits");
  }

  /** Decodes; one verdict for the tokens, one for the logits of every step. Kernels are closed. */
  List<Verdict> check(Kernels kernels, ModelFixture.Bounds bounds) {
    int[] stored = fixture.get("output_ids").toInts();
    int prompt = fixture.get("prompt_ids").values().length;
    int[] tokens = Arrays.copyOf(fixture.get("prompt_ids").toInts(), stored.length);
    ReformerConfig config = FixtureConfig.of(fixture.meta().get("config"));
    double worst = 0;
    try (TrainingStep step = new TrainingStep(config, MemoryConfig.DEFAULT, kernels)) {
      for (Slot slot : step.reformer().layout().slots()) {
        step.parameters().write(slot.offset(), fixture.get("w." + slot.name()).values());
      }
      for (int length = prompt; length < stored.length; length++) {
        int[] seen = Arrays.copyOf(tokens, length);
        double[] logits =
            step.logits(
                new TrainingBatch(1, length, seen, seen),
                length - 1,
                length,
                new FixtureRandomness(fixture));
        double[] expected =
            Arrays.copyOfRange(
                fixture.get("step_logits").values(),
                (length - prompt) * logits.length,
                (length - prompt + 1) * logits.length);
        for (int j = 0; j < logits.length; j++) {
          worst = Math.max(worst, Math.abs(logits[j] - expected[j]));
        }
        tokens[length] = argmax(logits);
      }
    }
    int wrong = 0;
    for (int i = 0; i < stored.length; i++) {
      wrong += tokens[i] == stored[i] ? 0 : 1;
    }
    return List.of(
        new Verdict(fixture.name(), "tokens " + bounds.type(), wrong, 0),
        new Verdict(fixture.name(), "step logits " + bounds.type(), worst, bounds.logits()));
  }

  private static int argmax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
