package io.palindrome.jobs.training;

import io.palindrome.conf.HealthConfig;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.RoundResult;
import io.palindrome.jobs.averaging.mean.StepReport;
import io.palindrome.jobs.report.HistoryEntry;
import io.palindrome.jobs.report.RoundEntry;
import io.palindrome.model.optimizer.GradientNorm;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Watches the rounds of a run, and says when it has diverged: too many skipped steps in a row, a
 * loss far above that of guessing for several rounds, or parameters that are no finite numbers.
 * What it remembers is in the run's log, so a resumed run stops where an uninterrupted one does.
 */
final class TrainingHealth {
  private final RunConfig config;
  private int skippedInARow;
  private int roundsAbove;
  private Optional<RoundEntry> lastFinite = Optional.empty();
  private double reconstructionError;

  /**
   * @param config complete: {@code model} has its vocabulary size
   * @param history of the rounds before
   */
  TrainingHealth(RunConfig config, List<HistoryEntry> history) {
    this.config = config;
    for (HistoryEntry entry : history) {
      if (entry instanceof RoundEntry round) {
        remember(round);
      }
    }
  }

  private HealthConfig limits() {
    return config.train().health();
  }

  /** Bits a byte above which a round shows divergence. */
  private double highestBits() {
    return limits().divergedAbove() * Math.log(config.model().vocabularySize()) / Math.log(2);
  }

  private void remember(RoundEntry round) {
    RoundEntry.Learning learning = round.learning();
    skippedInARow = learning.skipped().inARow();
    if (learning.bitsPerByte() > highestBits()) {
      roundsAbove++;
    } else if (Double.isFinite(learning.bitsPerByte())) {
      roundsAbove = 0;
      lastFinite = Optional.of(round);
    }
    if (Double.isFinite(learning.reconstructionError())) {
      reconstructionError = learning.reconstructionError();
    }
  }

  /**
   * Takes in a round.
   *
   * @param parameters after it
   * @return why the run must stop, in a sentence that says what was seen and what to change
   */
  Optional<String> note(RoundResult result, RoundEntry entry, INDArray parameters) {
    SkippedRow row = SkippedRow.of(skippedInARow, result.workers());
    Optional<RoundEntry> finiteBefore = lastFinite;
    remember(entry);
    if (!Double.isFinite(GradientNorm.of(parameters))) {
      return Optional.of(
          stop("parameters are no finite numbers after round " + entry.round(), finiteBefore));
    }
    if (row.longest() >= limits().maxSkippedSteps()) {
      return Optional.of(stop(skipped(row, result), lastFinite));
    }
    if (roundsAbove >= limits().divergedRounds()) {
      return Optional.of(stop(above(entry), lastFinite));
    }
    return Optional.empty();
  }

  /** The row of skipped steps that a round leaves open. */
  int openRow(RoundResult result) {
    return SkippedRow.of(skippedInARow, result.workers()).open();
  }

  /** Whether nothing points to divergence now: a checkpoint is worth keeping. */
  boolean sound() {
    return skippedInARow == 0 && roundsAbove == 0;
  }

  private String skipped(SkippedRow row, RoundResult result) {
    StepReport step = row.lastStep(result.workers());
    long first = result.after().step() - result.workers().get(row.worker()).steps().size();
    return format(
        "%d steps in a row were skipped (train.health.max-skipped-steps %d), up to step %d of worker"
            + " %d with loss %s and gradient norm %s",
        row.longest(),
        limits().maxSkippedSteps(),
        first + row.localStep() + 1,
        row.worker(),
        number(step.loss()),
        number(step.gradientNorm()));
  }

  private String above(RoundEntry entry) {
    return format(
        "the training loss was above %.2f bits a byte (train.health.diverged-above %s times that of"
            + " guessing) for %d rounds in a row, up to round %d with %.2f and gradient norm %s",
        highestBits(),
        limits().divergedAbove(),
        roundsAbove,
        entry.round(),
        entry.learning().bitsPerByte(),
        number(entry.learning().gradientNorm()));
  }

  private String stop(String fact, Optional<RoundEntry> before) {
    String last =
        before
            .map(
                round ->
                    format(
                        "the last good round was %d with %.4f bits a byte and gradient norm %s",
                        round.round(),
                        round.learning().bitsPerByte(),
                        number(round.learning().gradientNorm())))
            .orElse("no round was good before");
    return "Cannot go on training: " + fact + "; " + last + "; " + advice();
  }

  private String advice() {
    OptimizerConfig optimizer = config.train().optimizer();
    StringBuilder advice = new StringBuilder("begin a new run with train.optimizer.learning-rate");
    advice.append(format(" below %s", optimizer.learningRate()));
    advice.append(
        optimizer.clipNorm() == 0
            ? ", train.optimizer.clip-norm 1.0"
            : format(", train.optimizer.clip-norm below %s", optimizer.clipNorm()));
    advice.append(format(", or train.optimizer.warmup-steps above %d", optimizer.warmupSteps()));
    if (reconstructionError > config.train().reconstructionBound()) {
      advice.append(
          format(
              "; activations were rebuilt with an error of %.1e: train.memory.strategy=recompute"
                  + " computes them exactly",
              reconstructionError));
    }
    return advice.toString();
  }

  private static String number(double value) {
    return Double.isFinite(value) ? format("%.3g", value) : Double.toString(value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
