package io.palindrome.model.convolution;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.parameter.Gradients;
import io.palindrome.model.parameter.Slot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A classifier of images: a convolution as stem, stages, a head. {@link RevNet} and {@link ResNet}
 * make them. Pure, like every layer: parameters, statistics and buffers come with each call.
 */
public final class ImageNetwork {
  private final Chain stem;
  private final List<Stage> stages;
  private final PooledClassifier head;
  private final NetworkSlots slots;

  ImageNetwork(Chain stem, List<Stage> stages, PooledClassifier head, NetworkSlots slots) {
    this.stem = stem;
    this.stages = List.copyOf(stages);
    this.head = head;
    this.slots = slots;
  }

  /** The images that it takes. */
  public ImageShape input() {
    return stem.input();
  }

  /** Classes that it tells apart. */
  public int classes() {
    return Math.toIntExact(head.dense().bias().length());
  }

  /** All parameters, in the order of the flat vector. */
  public List<Slot> parameters() {
    return slots.parameters();
  }

  /** One slot of running statistics for each batch normalization. */
  public List<Slot> running() {
    return slots.running();
  }

  /** Length of the flat vector of parameters. */
  public int parameterCount() {
    return slots.parameterCount();
  }

  /** The parameters that a training starts from. */
  public float[] initialize(long seed) {
    return slots.initialize(seed);
  }

  /**
   * Mean loss of the images in nats; adds its gradient.
   *
   * @param images [images * pixels, channels], unchanged
   * @param labels the class of each image
   */
  public double lossAndGradient(
      Matrix images, Indices labels, Statistics statistics, Gradients into, Pass pass) {
    try (Forward forward = new Forward(images, statistics, pass)) {
      Matrix x = forward.output();
      Matrix grad = pass.arena().takeZeros(x.rows(), x.columns());
      double loss;
      try (PooledClassifier.Pooled pooled = head.at(x, statistics, pass)) {
        loss = pooled.lossAndGradient(labels, grad, into);
      }
      forward.backward(grad, into);
      return loss;
    }
  }

  /** Class scores of the images, [images, classes] row-major. */
  public double[] scores(Matrix images, Statistics statistics, Pass pass) {
    try (Forward forward = new Forward(images, statistics, pass);
        PooledClassifier.Pooled pooled = head.at(forward.output(), statistics, pass)) {
      return pooled.scores();
    }
  }

  /** Stem and stages at one batch. */
  private final class Forward implements AutoCloseable {
    private final Pass pass;
    private final Matrix images;
    private final ChainEvaluation start;
    private final Deque<StageTape> tapes = new ArrayDeque<>();

    Forward(Matrix images, Statistics statistics, Pass pass) {
      this.pass = pass;
      this.images = images;
      start = stem.evaluate(images, statistics, pass);
      for (Stage stage : stages) {
        tapes.push(stage.forward(output(), statistics, pass));
      }
    }

    Matrix output() {
      return tapes.isEmpty() ? start.output() : tapes.peek().output();
    }

    /** Takes grad over. */
    void backward(Matrix grad, Gradients into) {
      Matrix current = grad;
      while (!tapes.isEmpty()) {
        current = tapes.pop().backward(current, into);
      }
      Matrix gradImages = pass.arena().takeZeros(images.rows(), images.columns());
      start.backward(current, gradImages, into);
      pass.arena().giveBack(gradImages);
      pass.arena().giveBack(current);
    }

    @Override
    public void close() {
      tapes.forEach(StageTape::close);
      start.close();
    }
  }
}
