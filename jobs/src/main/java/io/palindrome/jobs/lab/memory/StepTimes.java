package io.palindrome.jobs.lab.memory;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.lab.LabConfig;
import io.palindrome.jobs.lab.LabKernels;
import io.palindrome.jobs.lab.LabText;
import io.palindrome.jobs.lab.SmallTraining;
import io.palindrome.model.StepResult;
import io.palindrome.model.TrainingBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * How long a whole training step of one network takes under several memory strategies. The
 * strategies take turns, so that what else the machine does falls on all of them alike.
 *
 * @param repeats measured steps of each strategy, after the warm-up
 */
record StepTimes(int repeats, long seed) {
  static final int LAYERS = 20;
  static final int LENGTH = 1024;
  private static final int WARM_UPS = 3;
  private static final double NANOS = 1e9;
  private static final List<String> SETTINGS =
      LabConfig.join(
          LabConfig.learnedPositions(LENGTH),
          List.of(
              "model.vocabulary-size=" + LabText.VOCABULARY,
              "model.pad-token=0",
              "model.d-model=128",
              "model.heads=2",
              "model.d-head=64",
              "model.feed-forward.d-feed-forward=512",
              LabConfig.layers(LAYERS, "local", "lsh")));

  /**
   * A strategy and its name.
   *
   * @param every blocks between two stored activations; 0 where the strategy is another
   */
  record Strategy(String name, String kind, int every) {
    static Strategy recompute(int every) {
      return new Strategy("recompute every " + every, "recompute", every);
    }

    private List<String> settings() {
      String strategy = "train.memory.strategy=" + kind;
      return every == 0
          ? List.of(strategy)
          : List.of(strategy, "train.memory.recompute-every=" + every);
    }
  }

  static final Strategy STORE_ALL = new Strategy("store all", "store-all", 0);

  static final Strategy REVERSIBLE = new Strategy("reversible", "reversible", 0);

  static final List<Strategy> STRATEGIES =
      List.of(
          STORE_ALL,
          REVERSIBLE,
          Strategy.recompute(1),
          Strategy.recompute(2),
          Strategy.recompute(4),
          Strategy.recompute(5),
          Strategy.recompute(10),
          Strategy.recompute(LAYERS));

  /**
   * What one strategy needs.
   *
   * @param seconds of a step, the median
   */
  record Timed(Strategy strategy, double seconds, long peakBytes) {}

  List<Timed> measure(LabText text, Consumer<String> told) {
    List<SmallTraining> trainings = new ArrayList<>();
    double[][] seconds = new double[STRATEGIES.size()][repeats];
    long[] peaks = new long[STRATEGIES.size()];
    try {
      for (Strategy strategy : STRATEGIES) {
        trainings.add(training(strategy));
      }
      for (int turn = -WARM_UPS; turn < repeats; turn++) {
        TrainingBatch batch = text.batch(turn, 1, LENGTH);
        for (int i = 0; i < trainings.size(); i++) {
          long began = System.nanoTime();
          StepResult result = trainings.get(i).step(batch);
          peaks[i] = Math.max(peaks[i], result.peakBytes());
          if (turn >= 0) {
            seconds[i][turn] = (System.nanoTime() - began) / NANOS;
          }
        }
        told.accept(turn < 0 ? "" : "step times, repeat " + (turn + 1));
      }
    } finally {
      trainings.forEach(SmallTraining::close);
    }
    List<Timed> timed = new ArrayList<>();
    for (int i = 0; i < STRATEGIES.size(); i++) {
      Arrays.sort(seconds[i]);
      timed.add(new Timed(STRATEGIES.get(i), seconds[i][repeats / 2], peaks[i]));
    }
    return timed;
  }

  /** Calls of {@code told}. */
  int turns() {
    return WARM_UPS + repeats;
  }

  private SmallTraining training(Strategy strategy) {
    List<String> run = LabConfig.join(strategy.settings(), List.of("train.seed=" + seed));
    RunConfig config = LabConfig.of(LabConfig.join(SETTINGS, run));
    return new SmallTraining(config, turns(), LabKernels.fast());
  }
}
