package io.palindrome.jobs.averaging.mean;

import java.util.List;

/**
 * What one logical worker measured in one averaging round.
 *
 * @param worker logical worker, counted from 0
 * @param steps its local steps, in order
 * @param trainNanos time of the steps themselves
 * @param taskNanos time of the whole task, reading and copying included
 * @param residentBytes most bytes the executor's process ever had in memory; -1 where unknown
 * @param heapBytes in use in the executor's Java heap at the end of the task
 * @param optimizerState slices of its optimizer state where that stays local; otherwise empty
 */
public record WorkerReport(
    int worker,
    List<StepReport> steps,
    long trainNanos,
    long taskNanos,
    long residentBytes,
    long heapBytes,
    List<byte[]> optimizerState)
    implements RoundPart {
  public WorkerReport {
    steps = List.copyOf(steps);
    optimizerState = List.copyOf(optimizerState);
  }

  /**
   * Mean loss in nats over the labels of some workers, before each update; NaN where nothing was
   * trained on.
   */
  public static double meanLoss(List<WorkerReport> reports) {
    double sum = 0;
    long counted = 0;
    for (WorkerReport report : reports) {
      for (StepReport step : report.trained()) {
        sum += step.loss() * step.countedLabels();
        counted += step.countedLabels();
      }
    }
    return counted == 0 ? Double.NaN : sum / counted;
  }

  private List<StepReport> trained() {
    return steps.stream().filter(step -> !step.skipped()).toList();
  }

  /** Labels that the worker was trained on; those of skipped steps are not. */
  public long tokens() {
    return trained().stream().mapToLong(StepReport::countedLabels).sum();
  }

  /** Labels of all its steps. */
  long labels() {
    return steps.stream().mapToLong(StepReport::countedLabels).sum();
  }

  /** Steps that changed nothing. */
  public int skippedSteps() {
    return steps.size() - trained().size();
  }
}
