package io.palindrome.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.jobs.command.JobContext;
import io.palindrome.pipeline.dataset.DatasetManifest;
import io.palindrome.pipeline.dataset.DatasetManifest.LengthBucketCount;
import io.palindrome.pipeline.dataset.DatasetManifest.SplitCount;
import io.palindrome.pipeline.dataset.DatasetManifest.StageCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a dataset holds, as lines for people and as JSON. */
final class DatasetLines {
  private DatasetLines() {}

  static List<String> of(DatasetManifest manifest) {
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "%,d documents, %,d tokens of the %s tokenizer",
            manifest.documents(), manifest.tokens(), manifest.tokenizer().kind()));
    for (StageCount stage : manifest.stages()) {
      lines.add(
          line(
              "  %-12s kept %,6d  rejected %,6d%s",
              stage.stage(), stage.kept(), stage.rejected(), reasons(stage)));
    }
    for (SplitCount split : manifest.splits()) {
      lines.add(
          line(
              "  %-12s %,6d documents of %,d works, %,d tokens (%,d with padding)",
              split.split(),
              split.documents(),
              split.works(),
              split.tokens(),
              split.paddedTokens()));
    }
    for (LengthBucketCount bucket : manifest.lengthBuckets()) {
      lines.add(
          line(
              "  %-12s %,6d documents up to %,d tokens long",
              bucket.split(), bucket.documents(), bucket.edge()));
    }
    return lines;
  }

  private static String reasons(StageCount stage) {
    return stage.reasons().isEmpty()
        ? ""
        : stage.reasons().entrySet().stream()
            .map(reason -> reason.getKey() + " " + reason.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  static ObjectNode json(DatasetManifest manifest) {
    ObjectNode json = JobContext.json();
    json.put("runId", manifest.runId());
    json.put("fingerprint", manifest.fingerprint());
    json.put("documents", manifest.documents());
    json.put("tokens", manifest.tokens());
    json.set("stages", JobContext.tree(manifest.stages()));
    json.set("splits", JobContext.tree(manifest.splits()));
    json.set("lengthBuckets", JobContext.tree(manifest.lengthBuckets()));
    return json;
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
