package io.palindrome.model.check;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.parameter.ParameterLayout;
import java.util.List;

/** The whole network's training loss; its hash buckets are those of the first evaluation. */
final class ReformerFunction implements GradientCheck.Differentiable {
  private final TrainingStep step;
  private final TrainingBatch batch;
  private final Randomness randomness;
  private final List<GradientCheck.Variable> variables;

  ReformerFunction(ReformerConfig config) {
    this(config, MemoryStrategyKind.REVERSIBLE, new CounterRandomness(new StepKey(61, 0, 0)));
  }

  ReformerFunction(ReformerConfig config, MemoryStrategyKind strategy, Randomness randomness) {
    this.randomness = randomness;
    int[] tokens = new TinyNetwork(config, new ReferenceKernels()).tokens();
    batch = new TrainingBatch(TinyNetwork.BATCH, TinyNetwork.LENGTH, tokens, tokens);
    int count = Math.toIntExact(ParameterLayout.of(config).parameterCount());
    double[] start = TinyNetwork.normals(62, count, 0.5);
    BucketRecorder first = new BucketRecorder(new ReferenceKernels(), List.of());
    try (TrainingStep deciding = step(config, strategy, first)) {
      deciding.parameters().write(0, start);
      deciding.gradients(batch, randomness);
    }
    step = step(config, strategy, new BucketRecorder(new ReferenceKernels(), first.recorded()));
    step.parameters().write(0, start);
    variables =
        List.of(
            new GradientCheck.Variable(
                "parameters",
                Matrix.of(step.parameters(), 1, start.length),
                Matrix.of(step.gradients(), 1, start.length)));
  }

  private static TrainingStep step(
      ReformerConfig config, MemoryStrategyKind strategy, BucketRecorder kernels) {
    MemoryConfig memory = new MemoryConfig(strategy, 1);
    return new TrainingStep(config, memory, kernels.kernels());
  }

  @Override
  public List<GradientCheck.Variable> variables() {
    return variables;
  }

  @Override
  public double loss() {
    double sum = 0;
    int counted = 0;
    for (double loss : step.losses(batch, randomness)) {
      sum += loss;
      counted += loss == 0 ? 0 : 1;
    }
    return sum / counted;
  }

  @Override
  public void differentiate() {
    step.gradients(batch, randomness);
  }
}
