package io.palindrome.jobs.lab.coupling;

import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.StoreAll;
import java.util.Arrays;

/**
 * How well a tower is undone, in float32.
 *
 * @param error of the rebuilt inputs, relative
 * @param degrees between the gradients of the reversible strategy and the stored ones
 */
record TowerMeasurement(Candidate candidate, int blocks, double error, double degrees) {
  private static final int REPEATS = 5;
  private static final double NANOS = 1e9;

  static TowerMeasurement of(Candidate candidate, int blocks, Kernels kernels, long seed) {
    try (Tower tower = new Tower(candidate, new Tower.Shape(256, 16, 32, blocks), kernels, seed)) {
      double error = tower.reconstructionError(seed, new StoreAll());
      double[] stored = tower.gradients(seed, new StoreAll());
      double[] rebuilt = tower.gradients(seed, new Reversible());
      return new TowerMeasurement(candidate, blocks, error, Vectors.degrees(stored, rebuilt));
    }
  }

  /** Median seconds of a reversible step of 8 wider blocks. */
  static double seconds(Candidate candidate, Kernels kernels, long seed) {
    try (Tower tower = new Tower(candidate, new Tower.Shape(2048, 64, 128, 8), kernels, seed)) {
      double[] seconds = new double[REPEATS];
      tower.gradients(seed, new Reversible());
      tower.gradients(seed, new Reversible());
      for (int i = 0; i < REPEATS; i++) {
        long began = System.nanoTime();
        tower.gradients(seed, new Reversible());
        seconds[i] = (System.nanoTime() - began) / NANOS;
      }
      Arrays.sort(seconds);
      return seconds[REPEATS / 2];
    }
  }
}
