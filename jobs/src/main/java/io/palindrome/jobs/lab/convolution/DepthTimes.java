package io.palindrome.jobs.lab.convolution;

import io.palindrome.model.convolution.ImageBatch;
import io.palindrome.model.convolution.ImageTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Seconds of a step of several trainings that take turns, so that what else the machine does falls
 * on all of them alike.
 *
 * @param repeats measured steps of each, after the warm-up
 */
record DepthTimes(int times, int repeats, long seed) {
  private static final int WARM_UPS = 3;
  private static final double NANOS = 1e9;

  /** The median for each. */
  Map<DepthStep.Kept, Double> measure() {
    List<DepthStep.Kept> all = DepthStep.Kept.all();
    List<ImageTraining> trainings = new ArrayList<>();
    double[][] seconds = new double[all.size()][repeats];
    try {
      for (DepthStep.Kept kept : all) {
        trainings.add(new DepthStep(kept, times).training(seed));
      }
      for (int turn = -WARM_UPS; turn < repeats; turn++) {
        int first = (turn + WARM_UPS) * DepthStep.BATCH;
        ImageBatch batch = Contestant.images(seed).batch(first, DepthStep.BATCH);
        for (int i = 0; i < trainings.size(); i++) {
          long began = System.nanoTime();
          trainings.get(i).step(batch, Learning.LEARNING_RATE);
          if (turn >= 0) {
            seconds[i][turn] = (System.nanoTime() - began) / NANOS;
          }
        }
      }
    } finally {
      trainings.forEach(ImageTraining::close);
    }
    Map<DepthStep.Kept, Double> medians = new EnumMap<>(DepthStep.Kept.class);
    for (int i = 0; i < all.size(); i++) {
      Arrays.sort(seconds[i]);
      medians.put(all.get(i), seconds[i][repeats / 2]);
    }
    return medians;
  }
}
