package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.jobs.report.Baseline;
import io.palindrome.jobs.report.Point;
import io.palindrome.jobs.report.Series;
import io.palindrome.jobs.report.TrainingReport;
import java.util.List;

/** The figures of a run that a machine asks for first. */
final class RunSummary {
  private RunSummary() {}

  static ObjectNode json(TrainingReport report) {
    ObjectNode json = JobContext.json();
    json.put("runId", report.run().runId());
    json.put("outcome", report.run().outcome().word());
    json.put("parameterCount", report.model().parameters());
    json.put("seconds", report.run().seconds());
    json.put("skippedSteps", report.curves().allSkippedSteps());
    last(report.curves().trainingLoss(), "trainingBitsPerByte", json);
    for (Series split : report.curves().evaluations()) {
      last(split.points(), split.name() + "BitsPerByte", json);
    }
    ObjectNode baselines = json.putObject("baselines");
    for (Baseline baseline : report.extras().baselines()) {
      baselines.put(baseline.name(), baseline.bitsPerByte());
    }
    return json;
  }

  private static void last(List<Point> points, String key, ObjectNode json) {
    if (!points.isEmpty()) {
      json.put(key, points.get(points.size() - 1).value());
    }
  }
}
