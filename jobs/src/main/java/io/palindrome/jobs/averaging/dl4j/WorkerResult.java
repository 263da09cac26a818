package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.jobs.averaging.mean.RoundPart;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import io.palindrome.jobs.averaging.mean.WorkerSlice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import scala.Tuple2;

/**
 * What a logical worker hands back: its report, and the slices that the mean is taken of. Lives
 * inside the task that made it; {@link #parts} is what travels.
 */
final class WorkerResult implements TrainingResult, Serializable {
  private static final long serialVersionUID = 1L;

  private final WorkerReport report;
  private final ArrayList<byte[]> averaged;

  WorkerResult(WorkerReport report, List<byte[]> averaged) {
    this.report = report;
    this.averaged = new ArrayList<>(averaged);
  }

  /** Slices keyed by their number; the report keyed behind them, by the worker's. */
  Iterator<Tuple2<Integer, RoundPart>> parts() {
    List<Tuple2<Integer, RoundPart>> parts = new ArrayList<>();
    long tokens = report.tokens();
    for (int i = 0; i < averaged.size(); i++) {
      parts.add(new Tuple2<>(i, new WorkerSlice(report.worker(), tokens, averaged.get(i))));
    }
    parts.add(new Tuple2<>(averaged.size() + report.worker(), report));
    return parts.iterator();
  }

  /** dl4j-spark's own statistics are never collected: the report has them. */
  @Override
  public void setStats(SparkTrainingStats stats) {}
}
