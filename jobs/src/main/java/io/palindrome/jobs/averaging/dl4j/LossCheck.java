package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.conf.UserException;
import io.palindrome.jobs.averaging.mean.StepReport;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import java.util.List;
import java.util.Locale;

/** Stops a run that has diverged before its parameters are replaced. */
final class LossCheck {
  private LossCheck() {}

  /**
   * @throws UserException if a loss or a gradient norm is not a finite number
   */
  static void finite(List<WorkerReport> reports) {
    for (WorkerReport report : reports) {
      for (int i = 0; i < report.steps().size(); i++) {
        StepReport step = report.steps().get(i);
        if (!Double.isFinite(step.loss()) || !Double.isFinite(step.gradientNorm())) {
          throw new UserException(
              String.format(
                  Locale.ROOT,
                  "Cannot continue training: worker %d has loss %s and gradient norm %s in its local"
                      + " step %d; begin a new run with a lower train.optimizer.learning-rate or a"
                      + " train.optimizer.clip-norm",
                  report.worker(),
                  step.loss(),
                  step.gradientNorm(),
                  i));
        }
      }
    }
  }
}
