package io.palindrome.jobs.averaging.mean;

import io.palindrome.conf.DataException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What comes back to the driver from an averaging round.
 *
 * @param mean slices of the mean: of the parameters, then of the optimizer state if that is
 *     averaged
 * @param reports one of each logical worker, in their order
 */
public record RoundOutcome(List<byte[]> mean, List<WorkerReport> reports) {
  public RoundOutcome {
    mean = List.copyOf(mean);
    reports = List.copyOf(reports);
  }

  /**
   * Sorts what arrived in any order.
   *
   * @throws DataException if no worker had a label to learn from
   */
  static RoundOutcome of(List<RoundPart> arrived) {
    List<MeanSlice> mean = new ArrayList<>();
    List<WorkerReport> reports = new ArrayList<>();
    for (RoundPart part : arrived) {
      if (part instanceof MeanSlice slice) {
        mean.add(slice);
      } else if (part instanceof WorkerReport report) {
        reports.add(report);
      } else {
        throw new IllegalStateException("a slice of a single worker came back unaveraged");
      }
    }
    mean.sort(Comparator.comparingInt(MeanSlice::index));
    reports.sort(Comparator.comparingInt(WorkerReport::worker));
    if (reports.stream().mapToLong(WorkerReport::labels).sum() == 0) {
      throw new DataException(
          "Cannot average "
              + reports.size()
              + " workers: none of them had a token to learn from; check the labels of the dataset");
    }
    return new RoundOutcome(mean.stream().map(MeanSlice::bytes).toList(), List.copyOf(reports));
  }
}
