package io.palindrome.model;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.Parameters;
import io.palindrome.model.reversible.MemoryStrategy;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One worker's step, made over and over with the same buffers. Not thread-safe. Owns its kernels,
 * and closes them.
 */
public final class TrainingStep implements AutoCloseable {
  private final Reformer reformer;
  private final MemoryConfig memory;
  private final Kernels kernels;
  private final Arena arena;
  private final Storage parameters;
  private final Storage gradients;
  private int shapeBatch;
  private int shapeLength;
  private ReconstructionProbe probe = ReconstructionProbe.MEASURE;

  public TrainingStep(ReformerConfig config, MemoryConfig memory, Kernels kernels) {
    this.reformer = new Reformer(config);
    this.memory = memory;
    this.kernels = kernels;
    this.arena = new Arena(kernels);
    this.parameters = kernels.allocate(reformer.layout().parameterCount());
    this.gradients = kernels.allocate(reformer.layout().parameterCount());
  }

  /** The network that is trained. */
  public Reformer reformer() {
    return reformer;
  }

  /** What it computes with. */
  public Kernels kernels() {
    return kernels;
  }

  /** Whether the next steps measure their reconstruction error; without a call they do. */
  public void use(ReconstructionProbe next) {
    probe = next;
  }

  /** The buffers of the step, for measurements. */
  public Arena arena() {
    return arena;
  }

  /**
   * Loss and gradient of the mean loss of a batch.
   *
   * @param flatParameters all parameters in layout order
   * @param flatGradients overwritten, same layout
   */
  public StepResult gradients(
      INDArray flatParameters, INDArray flatGradients, TrainingBatch batch, StepKey key) {
    return gradients(flatParameters, flatGradients, batch, new CounterRandomness(key));
  }

  /** The same with explicit rotations and dropout masks. */
  public StepResult gradients(
      INDArray flatParameters, INDArray flatGradients, TrainingBatch batch, Randomness randomness) {
    kernels.load(flatParameters, parameters);
    StepResult result = gradients(batch, randomness);
    kernels.store(gradients, flatGradients);
    return result;
  }

  /** The same on the parameters loaded last; the gradient stays in {@link #gradients()}. */
  public StepResult gradients(TrainingBatch batch, Randomness randomness) {
    MemoryStrategy strategy = MemoryStrategy.of(memory);
    int elements = Math.toIntExact(gradients.length());
    kernels.fill(Matrix.of(gradients, 1, elements), 0);
    return withPass(
        batch,
        randomness,
        (padded, pass) ->
            reformer.gradients(padded, strategy, probe, pass, new Gradients(gradients)));
  }

  /** Overwrites the parameters. */
  public void loadParameters(INDArray flatParameters) {
    kernels.load(flatParameters, parameters);
  }

  /** Parameters in layout order, in the kernels' memory. */
  public Storage parameters() {
    return parameters;
  }

  /** Gradients in layout order, in the kernels' memory. */
  public Storage gradients() {
    return gradients;
  }

  /** Losses in nats of all positions of a batch, [batch, padded length]; 0 where none is scored. */
  public double[] losses(TrainingBatch batch, Randomness randomness) {
    return withPass(batch, randomness, reformer::losses);
  }

  /** Logits of positions [from, to) of the only sequence, [to - from, vocabularySize]. */
  public double[] logits(TrainingBatch batch, int from, int to, Randomness randomness) {
    return withPass(batch, randomness, (padded, pass) -> reformer.logits(padded, from, to, pass));
  }

  private interface Run<T> {
    T run(PaddedBatch batch, Pass pass);
  }

  private <T> T withPass(TrainingBatch batch, Randomness randomness, Run<T> run) {
    PaddedBatch padded = PaddedBatch.of(reformer.config(), batch);
    if (padded.batch() != shapeBatch || padded.length() != shapeLength) {
      arena.trim();
      shapeBatch = padded.batch();
      shapeLength = padded.length();
    }
    Sequences sequences = padded.sequences(arena);
    try {
      Pass pass = new Pass(kernels, arena, new Parameters(parameters), randomness, sequences);
      return run.run(padded, pass);
    } finally {
      sequences.keyMasks().forEach(arena::giveBack);
    }
  }

  @Override
  public void close() {
    arena.close();
    parameters.close();
    gradients.close();
    kernels.close();
  }
}
