package io.palindrome.model;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small networks that go on with texts, and what a full forward pass says to the same texts. */
public final class TinyTexts {
  public static final int VOCABULARY = 12;

  private TinyTexts() {}

  /** A network of width 8 with 128 learned positions, and these settings. */
  public static ReformerConfig config(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "model.vocabulary-size=" + VOCABULARY,
                "model.pad-token=0",
                "model.d-model=8",
                "model.heads=2",
                "model.d-head=5",
                "model.layers=[local]",
                "model.local.chunk-length=4",
                "model.lsh.chunk-length=4",
                "model.lsh.hash-buckets=[4]",
                "model.feed-forward.d-feed-forward=9",
                "model.feed-forward.activation=silu",
                "model.position.kind=learned",
                "model.position.max-length=128",
                "train.batch.length=0",
                "train.batch.warmup-lengths=[]",
                "train.batch.warmup-rounds=[]",
                "train.evaluation.length=0"));
    all.addAll(List.of(settings));
    return ConfigFile.defaults(all).model();
  }

  /** Normal parameters, none of them zero. */
  public static double[] parameters(ReformerConfig config) {
    int count = Math.toIntExact(new Reformer(config).layout().parameterCount());
    return TinyNetwork.normals(17, count, 0.4);
  }

  /** A decoder with these parameters. */
  public static Decoder decoder(ReformerConfig config, Kernels kernels) {
    Decoder decoder = new Decoder(config, kernels);
    decoder.parameters().write(0, parameters(config));
    return decoder;
  }

  /** A training step with these parameters, for its full forward passes. */
  public static TrainingStep step(ReformerConfig config, Kernels kernels) {
    TrainingStep step = new TrainingStep(config, MemoryConfig.DEFAULT, kernels);
    step.parameters().write(0, parameters(config));
    return step;
  }

  /** Drawn tokens. */
  public static int[] tokens(int length) {
    int[] tokens = new int[length];
    long key = CounterRandom.key(23);
    Arrays.setAll(tokens, i -> 1 + (int) (CounterRandom.uniform(key, i) * (VOCABULARY - 1)));
    return tokens;
  }

  /** Logits of what follows the tokens, by a full forward pass. */
  public static double[] fullLogits(TrainingStep step, CounterRandomness randomness, int... text) {
    TrainingBatch batch = new TrainingBatch(1, text.length, text, text);
    return step.logits(batch, text.length - 1, text.length, randomness);
  }

  /** The largest difference of two vectors. */
  public static double difference(double[] a, double[] b) {
    double worst = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      double apart = Math.abs(a[i] - b[i]);
      worst = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(worst, apart);
    }
    return worst;
  }
}
