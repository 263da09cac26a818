package io.palindrome.jobs.lab.reversal;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.attention.AttentionBranch;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NumberFormat;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.RoundedKernels;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.ChunkedFeedForward;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Parameters;
import io.palindrome.model.random.CounterRandom;
import io.palindrome.model.reversible.Reconstruction;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.Streams;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The reconstruction error of a stack of Reformer blocks of some depth, in some arithmetic. Weights
 * are normal; two streams of standard normal numbers go in.
 *
 * @param weightDeviation standard deviation of the branches' weights
 */
record DepthError(int blocks, NumberFormat format, double weightDeviation, long seed) {
  /** What {@link ParameterInitializer} draws weights with. */
  static final double INITIAL_DEVIATION = 0.02;

  private static final long INPUT_STREAM = 0x1A;

  Reconstruction measure() {
    ReformerConfig config = DeepNetwork.of(blocks, seed, "local", "lsh").model();
    ParameterLayout layout = ParameterLayout.of(config);
    try (Kernels kernels = RoundedKernels.of(new ReferenceKernels(), format);
        Arena arena = new Arena(kernels)) {
      Storage parameters = kernels.allocate(layout.parameterCount());
      parameters.write(0, rounded(weights(config)));
      Storage gradients = kernels.allocate(layout.parameterCount());
      Pass pass =
          new Pass(
              kernels,
              arena,
              new Parameters(parameters),
              new CounterRandomness(new StepKey(seed, 0, 0)),
              new Sequences(1, DeepNetwork.LENGTH, List.of(), new int[0]));
      Streams streams = new Streams(normal(arena, 1), normal(arena, 2));
      List<ReversibleBlock> stack =
          IntStream.range(0, blocks).mapToObj(i -> block(i, config, layout)).toList();
      return Reconstruction.of(stack, streams, new Gradients(gradients), pass);
    }
  }

  private static ReversibleBlock block(int i, ReformerConfig config, ParameterLayout layout) {
    return new ReversibleBlock(
        new AttentionBranch(i, config, layout.layer(i)),
        new ChunkedFeedForward(i, config, layout.layer(i)));
  }

  /** The usual start with all weights scaled; gains stay 1. */
  private double[] weights(ReformerConfig config) {
    float[] start = ParameterInitializer.initialize(config, seed);
    double scale = weightDeviation / INITIAL_DEVIATION;
    return IntStream.range(0, start.length)
        .mapToDouble(i -> start[i] == 1f ? 1 : start[i] * scale)
        .toArray();
  }

  private double[] rounded(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> format.round(values[i])).toArray();
  }

  private Matrix normal(Arena arena, long stream) {
    Matrix x = arena.take(DeepNetwork.LENGTH, DeepNetwork.WIDTH);
    long key = CounterRandom.key(seed, INPUT_STREAM, stream);
    double[] values =
        IntStream.range(0, DeepNetwork.LENGTH * DeepNetwork.WIDTH)
            .mapToDouble(i -> CounterRandom.normal(key, i))
            .toArray();
    x.storage().write(0, rounded(values));
    return x;
  }
}
