package io.palindrome.jobs.lab.convolution;

import io.palindrome.conf.ScheduleKind;
import io.palindrome.jobs.lab.LabKernels;
import io.palindrome.model.convolution.GeneratedImages;
import io.palindrome.model.convolution.ImageBatch;
import io.palindrome.model.convolution.ImageNetwork;
import io.palindrome.model.convolution.ImageTraining;
import io.palindrome.model.optimizer.LearningRateSchedule;
import io.palindrome.model.reversible.Reversible;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One network's training, and what was seen of it.
 *
 * @param seconds of a step, the median
 * @param peakBytes of a step
 */
record Learning(
    Contestant contestant, int parameters, List<Point> points, double seconds, long peakBytes) {
  static final int BATCH = 32;
  static final int HELD_OUT = 512;
  static final double LEARNING_RATE = 1e-2;

  /** Steps of warm-up are the whole training's over this. */
  static final int WARM_UP_SHARE = 20;

  private static final int EVALUATED_AT_ONCE = 64;
  private static final double FINAL_FRACTION = 0.05;
  private static final double NANOS = 1e9;

  /**
   * What a training is.
   *
   * @param every steps between two points
   */
  record Plan(long seed, int steps, int every) {
    Plan {
      if (steps < 1 || every < 1 || steps % every != 0) {
        throw new IllegalArgumentException(
            "steps must be a multiple of every, but are %d and %d".formatted(steps, every));
      }
    }

    int points() {
      return steps / every;
    }
  }

  /**
   * The network after some steps.
   *
   * @param loss mean over the steps since the point before, nats, of images never seen before
   * @param accuracy share of the held-out images that it names right
   */
  record Point(int steps, double loss, double accuracy) {}

  /** Trains with the memory strategy that the network is made for. */
  static Learning of(Contestant contestant, Plan plan, Consumer<Point> told) {
    ImageNetwork network = contestant.network(1, new Reversible());
    GeneratedImages images = Contestant.images(plan.seed());
    LearningRateSchedule schedule =
        new LearningRateSchedule(
            ScheduleKind.COSINE,
            LEARNING_RATE,
            Math.max(1, plan.steps() / WARM_UP_SHARE),
            plan.steps(),
            FINAL_FRACTION);
    double[] seconds = new double[plan.steps()];
    List<Point> points = new ArrayList<>();
    long peakBytes = 0;
    try (ImageTraining training = new ImageTraining(network, LabKernels.fast(), plan.seed())) {
      double loss = 0;
      for (int step = 0; step < plan.steps(); step++) {
        ImageBatch batch = images.batch(HELD_OUT + step * BATCH, BATCH);
        training.arena().resetPeak();
        long began = System.nanoTime();
        loss += training.step(batch, schedule.at(step));
        seconds[step] = (System.nanoTime() - began) / NANOS;
        peakBytes = Math.max(peakBytes, training.arena().peakBytes());
        if ((step + 1) % plan.every() == 0) {
          double accuracy = accuracy(training, images);
          points.add(new Point(step + 1, loss / plan.every(), accuracy));
          told.accept(points.get(points.size() - 1));
          loss = 0;
        }
      }
    }
    Arrays.sort(seconds);
    double median = seconds[seconds.length / 2];
    return new Learning(contestant, network.parameterCount(), points, median, peakBytes);
  }

  /** Images [0, HELD_OUT) are never trained on. */
  private static double accuracy(ImageTraining training, GeneratedImages images) {
    double sum = 0;
    for (int first = 0; first < HELD_OUT; first += EVALUATED_AT_ONCE) {
      sum += training.accuracy(images.batch(first, EVALUATED_AT_ONCE));
    }
    return sum * EVALUATED_AT_ONCE / HELD_OUT;
  }

  Point last() {
    return points.get(points.size() - 1);
  }
}
