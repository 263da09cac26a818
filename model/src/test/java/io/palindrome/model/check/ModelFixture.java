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
  /**
   * Bounds of one element type, from the fixtures' own description.
   *
   * @param surestMargin rotated values that are nearer to each other may be taken for one another
   */
  public record Bounds(
      String type, double logits, double loss, double gradients, double surestMargin) {
    /**
     * For float64 kernels. The loss may be off by more than rounding where a padding row has a
     * label: its local attention divides at -1e9, where even a float64 has only seven digits.
     */
    public static final Bounds FLOAT64 = new Bounds("float64", 1e-8, 1e-8, 1e-8, 0);

    /** For float32 kernels. */
    public static final Bounds FLOAT32 = new Bounds("float32", 1e-5, 2e-6, 1e-5, 4e-5);
  }

  /** Hash buckets that may move where a fixture's margins are too small for the element type. */
  private static final double MAY_MOVE = 2;

  private final Fixture fixture;
  private final ReformerConfig config;

  public ModelFixture(Fixture fixture) {
    this.fixture = fixture;
    this.config = FixtureConfig.of(fixture.meta().get("config"));
  }

  /** Whether a fixture is of this kind. */
  static boolean describes(Fixture fixture) {
    return !fixture.meta().has("kind")
        && fixture.meta().has("config")
        && fixture.has("input_ids")
        && !fixture.under("w.").isEmpty();
  }

  /**
   * Runs the fixture; kernels are closed. Where its margins are too small for the element type, the
   * stored hash buckets are fed.
   */
  public List<Verdict> check(Kernels kernels, MemoryStrategyKind strategy, Bounds bounds) {
    List<Verdict> verdicts = new ArrayList<>();
    double margin =
        fixture.meta().path("stats").path("min_argmax_margin").asDouble(Double.POSITIVE_INFINITY);
    boolean unsure = margin < bounds.surestMargin();
    BucketRecorder recorder = new BucketRecorder(kernels, unsure ? storedBuckets() : List.of());
    MemoryConfig memory = new MemoryConfig(strategy, 2);
    try (TrainingStep step = new TrainingStep(config, memory, recorder.kernels())) {
      ParameterLayout layout = step.reformer().layout();
      for (Slot slot : layout.slots()) {
        step.parameters().write(slot.offset(), fixture.get("w." + slot.name()).values());
      }
      FixtureRandomness randomness = new FixtureRandomness(fixture);
      StepResult result = step.gradients(batch(), randomness);
      if (!recorder.recorded().isEmpty() || !storedBuckets().isEmpty()) {
        double moved = bucketsMoved(recorder.recorded());
        verdicts.add(verdict("buckets", bounds, moved, unsure ? MAY_MOVE : 0));
      }
      if (fixture.has("logits")) {
        double bound = bounds.logits() + storageError("logits");
        verdicts.add(verdict("logits", bounds, logitsError(step), bound));
      }
      if (fixture.has("loss")) {
        double loss = Math.abs(result.loss() - fixture.get("loss").values()[0]);
        verdicts.add(verdict("loss", bounds, loss, bounds.loss()));
      }
      if (!fixture.under("grad64.").isEmpty()) {
        verdicts.add(verdict("gradients", bounds, gradientError(step, layout), bounds.gradients()));
      }
    }
    return verdicts;
  }

  /** Half a unit in the last place of the largest value, where the values are stored as float32. */
  private double storageError(String tensor) {
    double largest = 0;
    for (double value : fixture.get(tensor).values()) {
      if (value != (float) value) {
        return 0;
      }
      largest = Math.max(largest, Math.abs(value));
    }
    return Math.ulp((float) largest) / 2;
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

  /** The stored hash buckets, one array for every (layer, sequence, head). */
  private List<int[]> storedBuckets() {
    List<int[]> stored = new ArrayList<>();
    for (int layer = 0; layer < config.layers().size(); layer++) {
      if (fixture.has("buckets." + layer)) {
        Fixture.Tensor buckets = fixture.get("buckets." + layer);
        int each = buckets.shape().get(2);
        int[] all = buckets.toInts();
        for (int at = 0; at < all.length; at += each) {
          stored.add(Arrays.copyOfRange(all, at, at + each));
        }
      }
    }
    return stored;
  }

  /** Positions in another hash bucket than stored, over all layers, sequences and heads. */
  private double bucketsMoved(List<int[]> recorded) {
    List<int[]> stored = storedBuckets();
    if (stored.size() != recorded.size()) {
      return Double.POSITIVE_INFINITY;
    }
    int moved = 0;
    for (int call = 0; call < stored.size(); call++) {
      for (int i = 0; i < stored.get(call).length; i++) {
        moved += stored.get(call)[i] == recorded.get(call)[i] ? 0 : 1;
      }
    }
    return moved;
  }

  /** Largest error of a logit, over the rows that are no padding. */
  double logitsError(TrainingStep step) {
    FixtureRandomness randomness = new FixtureRandomness(fixture);
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
