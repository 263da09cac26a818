package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.optimizer.Adam;
import io.palindrome.model.optimizer.StepSize;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.model.parameter.Parameters;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training of a classifier of images with Adam: its parameters, running statistics, optimizer
 * state and buffers. Not thread-safe. Owns its kernels, and closes them.
 */
public final class ImageTraining implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.99;
  private static final double EPSILON = 1e-8;

  private final ImageNetwork network;
  private final Kernels kernels;
  private final Adam optimizer;
  private final Arena arena;
  private final RunningStatistics running;
  private final Storage parameters;
  private final Gradients gradients;
  private final INDArray flatParameters;
  private final INDArray flatGradients;
  private final INDArray state;
  private long steps;

  /**
   * @param seed of the parameters that the training starts from
   */
  public ImageTraining(ImageNetwork network, Kernels kernels, long seed) {
    this.network = network;
    this.kernels = kernels;
    int count = network.parameterCount();
    optimizer = Adam.withoutDecay(BETA1, BETA2, EPSILON, count);
    arena = new Arena(kernels);
    running = new RunningStatistics(network.running());
    parameters = kernels.allocate(count);
    gradients = new Gradients(kernels.allocate(count));
    flatParameters = HostArrays.vector(network.initialize(seed));
    flatGradients = HostArrays.zeros(DataType.FLOAT, 1, count).reshape(count);
    state = HostArrays.zeros(DataType.FLOAT, 1, optimizer.stateLength());
    kernels.load(flatParameters, parameters);
  }

  /** The buffers of a step, for measurements. */
  public Arena arena() {
    return arena;
  }

  /** The running statistics of all batch normalizations. */
  public RunningStatistics running() {
    return running;
  }

  /** Makes one step; returns the mean loss in nats before it. */
  public double step(ImageBatch batch, double learningRate) {
    int count = network.parameterCount();
    kernels.fill(Matrix.of(gradients.flat(), 1, count), 0);
    double loss = gradients(batch);
    kernels.store(gradients.flat(), flatGradients);
    steps++;
    optimizer.toUpdate(flatParameters, flatGradients, state, new StepSize(steps, learningRate, 1));
    flatParameters.subi(flatGradients);
    kernels.load(flatParameters, parameters);
    return loss;
  }

  private double gradients(ImageBatch batch) {
    Matrix images = images(batch);
    Indices labels = arena.takeIndices(batch.images());
    labels.write(batch.labels());
    Statistics statistics = new Statistics.OfBatchRemembered(running);
    double loss =
        network.lossAndGradient(images, labels, statistics, gradients, pass(batch.images()));
    arena.giveBack(labels);
    arena.giveBack(images);
    return loss;
  }

  private Matrix images(ImageBatch batch) {
    int channels = network.input().channels();
    Matrix images = arena.take(batch.images() * network.input().pixels(), channels);
    images.storage().write(0, batch.pixels());
    return images;
  }

  private Pass pass(int images) {
    Sequences sequences = new Sequences(images, network.input().pixels(), List.of(), new int[0]);
    return new Pass(kernels, arena, new Parameters(parameters), Randomness.NOTHING, sequences);
  }

  /** The share of images whose own class has the highest score, with running statistics. */
  public double accuracy(ImageBatch batch) {
    Matrix images = images(batch);
    Statistics statistics = new Statistics.OfRunning(running);
    double[] scores = network.scores(images, statistics, pass(batch.images()));
    arena.giveBack(images);
    int right = 0;
    for (int i = 0; i < batch.images(); i++) {
      right +=
          highest(scores, i * network.classes(), network.classes()) == batch.labels()[i] ? 1 : 0;
    }
    return right / (double) batch.images();
  }

  private static int highest(double[] scores, int from, int count) {
    int best = 0;
    for (int j = 1; j < count; j++) {
      best = scores[from + j] > scores[from + best] ? j : best;
    }
    return best;
  }

  @Override
  public void close() {
    arena.close();
    parameters.close();
    gradients.flat().close();
    flatParameters.close();
    kernels.close();
  }
}
