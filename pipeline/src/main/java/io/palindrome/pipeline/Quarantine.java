package io.palindrome.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.DataException;
import io.palindrome.conf.PrepareConfig;
import io.palindrome.pipeline.dataset.DatasetManifest.StageCount;
import io.palindrome.pipeline.document.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files that did not become documents. */
final class Quarantine {
  private static final int SHOWN = 3;

  private final Map<Stage, List<Rejection>> byStage = new EnumMap<>(Stage.class);

  Quarantine() {
    for (Stage stage : Stage.values()) {
      byStage.put(stage, new ArrayList<>());
    }
  }

  void add(Rejection rejection) {
    byStage.get(Stage.valueOf(rejection.stage().toUpperCase(Locale.ROOT))).add(rejection);
  }

  /**
   * Ends the run when too many files are bad. Files that were left out as no text files or as
   * copies of another are not bad.
   *
   * @param documents files that became documents, copies included
   * @param file where the list of rejected files lies
   */
  void check(long documents, PrepareConfig config, String file) {
    List<Rejection> bad = new ArrayList<>(sorted(Stage.INGEST));
    bad.addAll(sorted(Stage.CLEAN));
    long files = documents + bad.size();
    if (documents > 0 && bad.size() <= config.maxRejectedFraction() * files) {
      return;
    }
    String examples =
        bad.stream()
            .limit(SHOWN)
            .map(rejection -> rejection.file() + " (" + rejection.detail() + ")")
            .collect(Collectors.joining(", "));
    String fact =
        documents == 0
            ? "no document is left"
            : "more than prepare.max-rejected-fraction " + config.maxRejectedFraction();
    throw new DataException(
        "Cannot prepare the input: %d of %d files were rejected, %s: %s; all are listed in %s"
            .formatted(bad.size(), files, fact, examples, file));
  }

  /** What each stage kept and rejected, from the number of files that were found. */
  List<StageCount> counts(long found) {
    List<StageCount> counts = new ArrayList<>();
    long left = found;
    for (Map.Entry<Stage, List<Rejection>> stage : byStage.entrySet()) {
      Map<String, Long> reasons =
          stage.getValue().stream()
              .collect(
                  Collectors.groupingBy(Rejection::reason, TreeMap::new, Collectors.counting()));
      left -= stage.getValue().size();
      counts.add(new StageCount(stage.getKey().label(), left, stage.getValue().size(), reasons));
    }
    return counts;
  }

  /** One JSON object a line, by stage and file. */
  String lines() {
    ObjectMapper json = new ObjectMapper();
    StringBuilder lines = new StringBuilder();
    for (Stage stage : Stage.values()) {
      for (Rejection rejection : sorted(stage)) {
        try {
          lines.append(json.writeValueAsString(rejection)).append('\n');
        } catch (JsonProcessingException e) {
          throw new IllegalStateException("Every rejection can be written as JSON", e);
        }
      }
    }
    return lines.toString();
  }

  private List<Rejection> sorted(Stage stage) {
    return byStage.get(stage).stream().sorted(Comparator.comparing(Rejection::file)).toList();
  }
}
