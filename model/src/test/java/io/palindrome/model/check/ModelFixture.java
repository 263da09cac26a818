package io.palindrome.model.check;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.StepResult;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Fixtures a to n: one forward and backward pass of a Reformer, held to stored values. */
public final class ModelFixture {
  /** Bounds of one element type, from the fixtures' own description. */
  public record Bounds(String type, double logits, double loss, double gradients) {
    /** For float64 kernels. */
    public static final Bounds FLOAT64 = new Bounds("float64", 1e-8, 1e-10, 1e-8);

    /** For float32 kernels. */
    public static final Bounds FLOAT32 = new Bounds("float32", 1e-5, 2e-6, 1e-5);
  }

  private final Fixture fixture;
  private final ReformerConfig config;

  public ModelFixture(Fixture fixture) {
    this.fixture = fixture;
    this.config = FixtureConfig.of(fixture.meta().get("config"));
  }

  /** Runs the fixture; kernels are closed. */
  public List<Verdict> check(Kernels kernels, MemoryStrategyKind strategy, Bounds bounds) {
    List<Verdict> verdicts = new ArrayList<>();
    BucketRecorder recorder = new BucketRecorder(kernels);
    MemoryConfig memory = new MemoryConfig(strategy, 1);
    try (TrainingStep step = new TrainingStep(config, memory, recorder.kernels())) {
      ParameterLayout layout = step.reformer().layout();
      for (Slot slot : layout.slots()) {
        step.parameters().write(slot.offset(), fixture.get("w." + slot.name()).values());
      }
      FixtureRandomness randomness = new FixtureRandomness(fixture);
      StepResult result = step.gradients(batch(), randomness);
      verdicts.add(verdict("buckets", bounds, bucketsMoved(recorder.recorded()), 0));
      if (fixture.has("logits")) {
        verdicts.add(verdict("logits", bounds, logitsError(step, randomness), bounds.logits()));
      }
      if (fixture.has("loss")) {
        double loss = Math.abs(result.loss() - fixture.get("loss").values()[0]);
        verdicts.add(verdict("loss", bounds, loss, bounds.loss()));
      }
      verdicts.add(verdict("gradients", bounds, gradientError(step, layout), bounds.gradients()));
    }
    return verdicts;
  }

  private Verdict verdict(String group, Bounds bounds, double worst, double bound) {
    return new Verdict(fixture.name(), group + " " + bounds.type(), worst, bound);
  }

  private TrainingBatch batch() {
    Fixture.Tensor ids = fixture.get("input_ids");
    int[] labels;
    if (fixture.has("labels")) {
      labels = fixture.get("labels").toInts();
    } else {
      labels = new int[ids.values().length];
      Arrays.fill(labels, TrainingBatch.IGNORED);
    }
    int[] mask =
        fixture.has("attention_mask") ? fixture.get("attention_mask").toInts() : new int[0];
    return new TrainingBatch(ids.shape().get(0), ids.shape().get(1), ids.toInts(), labels, mask);
  }

  /** Positions in another hash bucket than stored, over all layers, sequences and heads. */
  private double bucketsMoved(List<int[]> recorded) {
    int moved = 0;
    int call = 0;
    for (int layer = 0; layer < config.layers().size(); layer++) {
      if (!fixture.has("buckets." + layer)) {
        continue;
      }
      Fixture.Tensor stored = fixture.get("buckets." + layer);
      int each = stored.shape().get(2);
      for (int at = 0; at < stored.values().length; at += each, call++) {
        int[] buckets = recorded.get(call);
        for (int i = 0; i < each; i++) {
          moved += buckets[i] == (int) stored.values()[at + i] ? 0 : 1;
        }
      }
    }
    return call == recorded.size() ? moved : Double.POSITIVE_INFINITY;
  }

  private double logitsError(TrainingStep step, FixtureRandomness randomness) {
    Fixture.Tensor stored = fixture.get("logits");
    int length = stored.shape().get(1);
    int vocabulary = stored.shape().get(2);
    double worst = 0;
    int padded = step.losses(batch(), randomness).length / stored.shape().get(0);
    for (int b = 0; b < stored.shape().get(0); b++) {
      double[] logits = step.logits(batch(), b * padded, b * padded + length, randomness);
      for (int t = 0; t < length; t++) {
        if (real(b, t)) {
          for (int j = 0; j < vocabulary; j++) {
            double expected = stored.values()[(b * length + t) * vocabulary + j];
            worst = Math.max(worst, Math.abs(logits[t * vocabulary + j] - expected));
          }
        }
      }
    }
    return worst;
  }

  private boolean real(int b, int t) {
    if (!fixture.has("attention_mask")) {
      return true;
    }
    Fixture.Tensor mask = fixture.get("attention_mask");
    return mask.values()[b * mask.shape().get(1) + t] == 1;
  }

  /** Worst relative L2 error of a parameter's gradient. */
  private double gradientError(TrainingStep step, ParameterLayout layout) {
    double worst = 0;
    for (Map.Entry<String, Fixture.Tensor> entry : fixture.under("grad64.").entrySet()) {
      if (layout.contains(entry.getKey())) {
        Slot slot = layout.slot(entry.getKey());
        double[] ours = step.gradients().read(slot.offset(), Math.toIntExact(slot.length()));
        worst = Math.max(worst, relativeError(ours, entry.getValue().values()));
      }
    }
    return worst;
  }

  /** |a - b| / |b| in L2; |a| where b is zero. */
  public static double relativeError(double[] ours, double[] expected) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (ours[i] - expected[i]) * (ours[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(difference) / (norm == 0 ? 1 : Math.sqrt(norm));
  }
}
