package io.palindrome.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.RoundResult;
import io.palindrome.jobs.averaging.TrainerState;
import io.palindrome.jobs.averaging.mean.StepReport;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import io.palindrome.jobs.report.HistoryEntry;
import io.palindrome.jobs.report.RoundEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainingHealthTest {
  private static final StepReport GOOD = step(1.0, 2.0);
  private static final StepReport BAD = step(Double.NaN, Double.POSITIVE_INFINITY);
  private static final INDArray FINITE = Nd4j.createFromArray(1f, -2f);

  private static RunConfig config(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "model.vocabulary-size=256",
                "train.health.max-skipped-steps=4",
                "train.health.diverged-rounds=2"));
    settings.addAll(List.of(more));
    return ConfigFile.defaults(settings);
  }

  private static StepReport step(double loss, double norm) {
    return new StepReport(loss, 100, norm, Double.NaN, 1);
  }

  /** A round of one list of steps for each worker. */
  @SafeVarargs
  private static RoundResult round(int number, List<StepReport>... workers) {
    List<WorkerReport> reports = new ArrayList<>();
    for (int w = 0; w < workers.length; w++) {
      reports.add(new WorkerReport(w, workers[w], 1, 1, 1, 1, List.of()));
    }
    long step = (long) number * workers[0].size();
    return new RoundResult(number - 1, new TrainerState(number, step, 1, 1), 1e-3, reports, 1);
  }

  /** What a run says at its last round, and the log that it leaves. */
  private record Watched(Optional<String> trouble, List<HistoryEntry> log, boolean sound) {}

  private static Watched watch(
      RunConfig config, List<HistoryEntry> before, INDArray parameters, RoundResult... rounds) {
    TrainingHealth health = new TrainingHealth(config, before);
    List<HistoryEntry> log = new ArrayList<>(before);
    Optional<String> trouble = Optional.empty();
    for (RoundResult result : rounds) {
      assertThat(trouble).as("trouble before round %d", result.round()).isEmpty();
      RoundEntry entry = RoundLine.entry(result, health.openRow(result));
      log.add(entry);
      trouble = health.note(result, entry, parameters);
    }
    return new Watched(trouble, log, health.sound());
  }

  private static Watched watch(RoundResult... rounds) {
    return watch(config(), List.of(), FINITE, rounds);
  }

  @Test
  void goesOnAfterAFewSkippedSteps() {
    Watched watched =
        watch(
            round(1, List.of(GOOD, BAD, BAD), List.of(BAD, BAD, GOOD)),
            round(2, List.of(BAD, GOOD, BAD), List.of(GOOD, GOOD, GOOD)),
            round(3, List.of(GOOD, GOOD, GOOD), List.of(GOOD, GOOD, GOOD)));
    assertThat(watched.trouble()).isEmpty();
    assertThat(watched.sound()).isTrue();
    assertThat(watched.log())
        .extracting(entry -> ((RoundEntry) entry).learning().skipped())
        .containsExactly(
            new RoundEntry.Skipped(4, 2), new RoundEntry.Skipped(2, 1), RoundEntry.Skipped.NONE);
  }

  @Test
  void stopsAfterARowOfSkippedStepsAndSaysWhatItSaw() {
    Watched watched =
        watch(
            round(1, List.of(GOOD, GOOD, GOOD), List.of(GOOD, GOOD, BAD)),
            round(2, List.of(GOOD, GOOD, GOOD), List.of(BAD, BAD, BAD)));
    assertThat(watched.trouble())
        .hasValue(
            "Cannot go on training: 4 steps in a row were skipped (train.health.max-skipped-steps"
                + " 4), up to step 6 of worker 1 with loss NaN and gradient norm Infinity; the last"
                + " good round was 2 with 1.4427 bits a byte and gradient norm 2.00; begin a new run"
                + " with train.optimizer.learning-rate below 0.001, train.optimizer.clip-norm below"
                + " 1.0, or train.optimizer.warmup-steps above 50");
    assertThat(watched.sound()).isFalse();
  }

  @Test
  void aRowGoesOnThroughTheMeanToAnyWorker() {
    Watched watched =
        watch(
            round(1, List.of(BAD, BAD), List.of(GOOD, GOOD)),
            round(2, List.of(GOOD, GOOD), List.of(BAD, BAD)));
    assertThat(watched.trouble()).isPresent();
  }

  @Test
  void aResumedRunStopsWhereAnUninterruptedOneDoes() {
    RoundResult first = round(1, List.of(GOOD, BAD, BAD));
    RoundResult second = round(2, List.of(BAD, BAD, GOOD));
    Watched whole = watch(first, second);
    List<HistoryEntry> log = watch(first).log();
    assertThat(watch(config(), log, FINITE, second).trouble()).isEqualTo(whole.trouble());
    assertThat(whole.trouble()).isPresent();
    assertThat(watch(second).trouble()).isEmpty();
  }

  @Test
  void stopsWhenTheLossStaysAboveThatOfGuessing() {
    List<StepReport> good = List.of(step(2, 1));
    List<StepReport> high = List.of(step(9, 30));
    Watched watched =
        watch(round(1, good), round(2, high), round(3, good), round(4, high), round(5, high));
    assertThat(watched.trouble().orElseThrow())
        .startsWith(
            "Cannot go on training: the training loss was above 12.00 bits a byte"
                + " (train.health.diverged-above 1.5 times that of guessing) for 2 rounds in a row,"
                + " up to round 5 with 12.98 and gradient norm 30.0; the last good round was 3 with"
                + " 2.8854 bits a byte");
    assertThat(watch(round(1, high)).sound()).isFalse();
  }

  @Test
  void aLossBelowThatOfGuessingIsNoDivergence() {
    List<StepReport> guessing = List.of(step(Math.log(256) * 1.49, 1));
    assertThat(watch(round(1, guessing), round(2, guessing), round(3, guessing)).trouble())
        .isEmpty();
  }

  @Test
  void stopsAtOnceWhenParametersAreNotFinite() {
    for (float broken : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      Watched watched =
          watch(config(), List.of(), Nd4j.createFromArray(1f, broken), round(1, List.of(GOOD)));
      assertThat(watched.trouble().orElseThrow())
          .startsWith(
              "Cannot go on training: parameters are no finite numbers after round 1; no round was"
                  + " good before; begin a new run with");
    }
  }

  @Test
  void theAdviceLooksAtClippingAndAtTheReconstruction() {
    StepReport rebuilt = new StepReport(1, 100, 1, 0.25, 1);
    String trouble =
        watch(
                config("train.optimizer.clip-norm=0", "train.optimizer.learning-rate=0.5"),
                List.of(),
                FINITE,
                round(1, List.of(rebuilt, GOOD)),
                round(2, List.of(BAD, BAD)),
                round(3, List.of(BAD, BAD)))
            .trouble()
            .orElseThrow();
    assertThat(trouble)
        .contains("learning-rate below 0.5, train.optimizer.clip-norm 1.0, or")
        .endsWith(
            "activations were rebuilt with an error of 2.5e-01: train.memory.strategy=recompute"
                + " computes them exactly");
  }
}
