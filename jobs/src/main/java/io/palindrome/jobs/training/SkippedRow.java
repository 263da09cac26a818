package io.palindrome.jobs.training;

import io.palindrome.jobs.averaging.mean.StepReport;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import java.util.List;

/**
 * Rows of skipped steps that follow each other. A row goes on from one averaging round to the next,
 * and from any worker to any other: they all start from the same mean.
 *
 * @param longest row that ends in or reaches through this round
 * @param worker of the longest row's last step in this round
 * @param localStep of the longest row's last step in this round, counted from 0
 * @param open longest row that the last step of a worker belongs to; 0 where none was skipped
 */
record SkippedRow(int longest, int worker, int localStep, int open) {
  /**
   * The rows of a round.
   *
   * @param before open row of the round before
   */
  static SkippedRow of(int before, List<WorkerReport> workers) {
    SkippedRow row = new SkippedRow(0, 0, 0, 0);
    for (WorkerReport worker : workers) {
      int length = before;
      for (int i = 0; i < worker.steps().size(); i++) {
        length = worker.steps().get(i).skipped() ? length + 1 : 0;
        if (length > row.longest()) {
          row = new SkippedRow(length, worker.worker(), i, row.open());
        }
      }
      row = row.withOpen(length);
    }
    return row;
  }

  private SkippedRow withOpen(int length) {
    return new SkippedRow(longest, worker, localStep, Math.max(open, length));
  }

  /** The longest row's last step in this round. */
  StepReport lastStep(List<WorkerReport> workers) {
    return workers.get(worker).steps().get(localStep);
  }
}
