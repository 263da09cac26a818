package io.palindrome.model.check;

import io.palindrome.conf.Activation;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DuplicateKeys;
import io.palindrome.conf.FeedForwardConfig;
import io.palindrome.conf.FeedForwardKind;
import io.palindrome.conf.FullConfig;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Parameters;
import io.palindrome.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of a few hundred parameters, none of them zero, and one pass through it: two sequences
 * of 12 positions, the second with padding at its end. Smooth: its activation is SiLU.
 */
public final class TinyNetwork {
  public static final int BATCH = 2;
  public static final int LENGTH = 12;
  public static final int ROWS = BATCH * LENGTH;
  private static final int PADDING = 2;

  private final ReformerConfig config;
  private final ParameterLayout layout;
  private final Pass pass;
  private final Gradients gradients;

  public TinyNetwork(ReformerConfig config, Kernels kernels) {
    this.config = config;
    this.layout = ParameterLayout.of(config);
    int count = Math.toIntExact(layout.parameterCount());
    Storage parameters = kernels.allocate(count);
    parameters.write(0, normals(1, count, 0.5));
    Storage gradient = kernels.allocate(count);
    gradient.write(0, new double[count]);
    gradients = new Gradients(gradient);
    List<Indices> masks = new ArrayList<>();
    for (int b = 0; b < BATCH; b++) {
      int[] mask = new int[LENGTH];
      for (int t = 0; t < LENGTH; t++) {
        mask[t] = b == 0 || t < LENGTH - PADDING ? 1 : 0;
      }
      Indices indices = kernels.allocateIndices(LENGTH);
      indices.write(mask);
      masks.add(indices);
    }
    pass =
        new Pass(
            kernels,
            new Arena(kernels),
            new Parameters(parameters),
            new CounterRandomness(new StepKey(11, 2, 3)),
            new Sequences(BATCH, LENGTH, masks, new int[0]));
  }

  /** A configuration with the given layers, dropout everywhere with the given probability. */
  public static ReformerConfig config(
      List<AttentionKind> layers, PositionKind position, double dropout) {
    return config(layers, position, dropout, 5, 7);
  }

  /** The same with chunks of the given numbers of rows. */
  public static ReformerConfig config(
      List<AttentionKind> layers,
      PositionKind position,
      double dropout,
      int feedForwardRows,
      int headRows) {
    return new ReformerConfig(
        11,
        8,
        2,
        3,
        layers,
        true,
        dropout,
        1e-3,
        headRows,
        0,
        new PositionConfig(position, 12, List.of(3, 4), List.of(3, 5)),
        new LshConfig(2, List.of(4), 4, 1, 0, dropout, 0, false, DuplicateKeys.COUNTED),
        new LocalConfig(4, 1, 0, dropout, 0),
        new FullConfig(4, dropout),
        new FeedForwardConfig(FeedForwardKind.PLAIN, 10, Activation.SILU, feedForwardRows));
  }

  /** The same with a gated feed-forward branch. */
  public static ReformerConfig gated(ReformerConfig config) {
    FeedForwardConfig plain = config.feedForward();
    return config.with(
        new FeedForwardConfig(
            FeedForwardKind.GATED, plain.dFeedForward(), plain.activation(), plain.chunkRows()));
  }

  /** The same with one head of every LSH layer attending locally. */
  public static ReformerConfig mixed(ReformerConfig config) {
    LocalConfig local = config.local();
    return config.with(
        new LocalConfig(
            local.chunkLength(),
            local.chunksBefore(),
            local.chunksAfter(),
            local.attentionDropout(),
            1));
  }

  /** The same with LSH layers that stay in their hash buckets, if so, and count keys once. */
  public static ReformerConfig corrected(ReformerConfig config, boolean withinHashBuckets) {
    LshConfig lsh = config.lsh();
    return config.with(
        new LshConfig(
            lsh.hashRounds(),
            lsh.hashBuckets(),
            lsh.chunkLength(),
            lsh.chunksBefore(),
            lsh.chunksAfter(),
            lsh.attentionDropout(),
            0,
            withinHashBuckets,
            DuplicateKeys.CORRECTED));
  }

  /** The same with LSH layers that compare all pairs of positions, in chunks. */
  public static ReformerConfig withoutHashing(ReformerConfig config) {
    LshConfig lsh = config.lsh();
    return config.with(
        new LshConfig(
            lsh.hashRounds(),
            lsh.hashBuckets(),
            lsh.chunkLength(),
            lsh.chunksBefore(),
            lsh.chunksAfter(),
            lsh.attentionDropout(),
            LENGTH,
            false,
            DuplicateKeys.COUNTED));
  }

  /** Standard normal numbers times {@code deviation}. */
  public static double[] normals(long seed, int count, double deviation) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = deviation * CounterRandom.normal(CounterRandom.key(seed), i);
    }
    return values;
  }

  /** Tokens of all rows. */
  public int[] tokens() {
    int[] tokens = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      tokens[i] = (int) (CounterRandom.uniform(CounterRandom.key(5), i) * config.vocabularySize());
    }
    return tokens;
  }

  public ReformerConfig config() {
    return config;
  }

  public ParameterLayout layout() {
    return layout;
  }

  public Pass pass() {
    return pass;
  }

  /** Gradients of all parameters, zero at first. */
  public Gradients gradients() {
    return gradients;
  }

  /** A matrix of normal numbers. */
  public Matrix random(long seed, int rows, int columns) {
    Storage storage = pass.kernels().allocate((long) rows * columns);
    storage.write(0, normals(seed, rows * columns, 1));
    return Matrix.of(storage, rows, columns);
  }

  /** A stream of normal numbers. */
  public Matrix stream(long seed) {
    return random(seed, ROWS, config.dModel());
  }

  public Matrix zeros(int rows, int columns) {
    Matrix matrix = random(0, rows, columns);
    pass.kernels().fill(matrix, 0);
    return matrix;
  }

  /** All parameters as a variable of a gradient check. */
  public GradientCheck.Variable parameters() {
    int count = Math.toIntExact(layout.parameterCount());
    return new GradientCheck.Variable(
        "parameters",
        Matrix.of(pass.parameters().flat(), 1, count),
        Matrix.of(gradients.flat(), 1, count));
  }
}
