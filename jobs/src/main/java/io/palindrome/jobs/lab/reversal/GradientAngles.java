package io.palindrome.jobs.lab.reversal;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.lab.LabKernels;
import io.palindrome.jobs.lab.LabText;
import io.palindrome.jobs.lab.SmallTraining;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.NumberFormat;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.RoundedKernels;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.parameter.HostArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a deep network with reversible gradients in some arithmetic, and compares them now and
 * then, at the same parameters and on the same batch, with the gradients that stored activations
 * give, and both with float64 (Gomez et al. 2017, figure 4 compares the first two).
 *
 * @param every steps between two comparisons
 */
record GradientAngles(NumberFormat format, int blocks, int steps, int every, long seed) {
  private static final int BATCH = 4;

  /**
   * One comparison, in degrees.
   *
   * @param reversibleToStored between the two gradients of this arithmetic
   * @param storedToExact between the stored gradient and float64's
   * @param reversibleToExact between the reversible gradient and float64's
   */
  record Angle(
      int step,
      double loss,
      double reversibleToStored,
      double storedToExact,
      double reversibleToExact) {}

  List<Angle> measure(LabText text, Consumer<Angle> told) {
    RunConfig config = DeepNetwork.of(blocks, seed, "local");
    ReformerConfig model = config.model();
    List<Angle> angles = new ArrayList<>();
    try (SmallTraining training = new SmallTraining(config, steps, kernels());
        TrainingStep reversible =
            new TrainingStep(model, memory(MemoryStrategyKind.REVERSIBLE), kernels());
        TrainingStep stored =
            new TrainingStep(model, memory(MemoryStrategyKind.STORE_ALL), kernels());
        TrainingStep exact =
            new TrainingStep(model, memory(MemoryStrategyKind.STORE_ALL), new ReferenceKernels())) {
      for (int step = 0; step <= steps; step++) {
        TrainingBatch batch = text.batch(step, BATCH, DeepNetwork.LENGTH);
        if (step % every == 0) {
          Angle angle = compare(training, batch, List.of(reversible, stored, exact));
          angles.add(angle);
          told.accept(angle);
        }
        if (step < steps) {
          training.step(batch);
        }
      }
    }
    return angles;
  }

  private Angle compare(SmallTraining training, TrainingBatch batch, List<TrainingStep> three) {
    int step = (int) training.stepsDone();
    Randomness randomness = new CounterRandomness(new StepKey(seed, 0, step));
    three.get(0).loadParameters(training.parameters());
    three.get(1).loadParameters(training.parameters());
    loadRounded(three.get(0), three.get(2));
    double loss = three.get(1).gradients(batch, randomness).loss();
    three.get(0).gradients(batch, randomness);
    three.get(2).gradients(batch, randomness);
    double[] reversible = gradients(three.get(0));
    double[] stored = gradients(three.get(1));
    double[] exact = gradients(three.get(2));
    return new Angle(
        step,
        loss,
        degrees(reversible, stored),
        degrees(stored, exact),
        degrees(reversible, exact));
  }

  /** Float64 sees the parameters that the arithmetic has, so that only the computing differs. */
  private static void loadRounded(TrainingStep from, TrainingStep to) {
    int count = Math.toIntExact(from.parameters().length());
    try (INDArray rounded =
        HostArrays.reals(DataType.DOUBLE, from.parameters().read(0, count), 1, count)) {
      to.loadParameters(rounded);
    }
  }

  private static double[] gradients(TrainingStep step) {
    return step.gradients().read(0, Math.toIntExact(step.gradients().length()));
  }

  /** Of small angles too: by the chord between the two directions. NaN where one is not finite. */
  static double degrees(double[] a, double[] b) {
    double scaleA = norm(a);
    double scaleB = norm(b);
    double chord = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] / scaleA - b[i] / scaleB;
      chord += difference * difference;
    }
    return Math.toDegrees(2 * Math.asin(Math.min(1, Math.sqrt(chord) / 2)));
  }

  private static double norm(double[] a) {
    double sum = 0;
    for (double value : a) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private Kernels kernels() {
    Kernels fast = LabKernels.fast();
    return format == NumberFormat.FLOAT32 ? fast : RoundedKernels.of(fast, format);
  }

  private static MemoryConfig memory(MemoryStrategyKind kind) {
    return new MemoryConfig(kind, 1);
  }
}
