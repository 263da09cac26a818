package io.palindrome.pipeline;

import io.palindrome.conf.ResourceException;
import io.palindrome.pipeline.Outcome.Kept;
import io.palindrome.pipeline.Outcome.Refused;
import io.palindrome.pipeline.Selection.Facts;
import io.palindrome.pipeline.dataset.DatasetManifest;
import io.palindrome.pipeline.document.InputFile;
import io.palindrome.pipeline.document.InputFiles;
import io.palindrome.pipeline.document.Rejection;
import io.palindrome.pipeline.document.SourceFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;

/**
 * What was found and read: small facts of every file, without its text.
 *
 * @param kept of files that became documents
 * @param rejections of those that did not
 * @param files that were considered, sorted by name
 */
record Inventory(List<Facts> kept, List<Rejection> rejections, List<DatasetManifest.Input> files) {

  static Inventory of(InputFiles found, JavaRDD<Outcome> outcomes) {
    List<Facts> kept = new ArrayList<>();
    List<Rejection> rejections = new ArrayList<>();
    Map<String, String> sha256 = new HashMap<>();
    for (Survey survey : outcomes.map(Survey::of).collect()) {
      sha256.put(survey.source().uri(), survey.source().sha256());
      survey.facts().ifPresent(kept::add);
      survey.rejection().ifPresent(rejections::add);
    }
    found.skipped().forEach(file -> rejections.add(rejection(Stage.FIND, file)));
    found.refused().forEach(file -> rejections.add(rejection(Stage.INGEST, file)));

    List<DatasetManifest.Input> files = new ArrayList<>();
    found.readable().forEach(file -> files.add(input(file, sha256.get(file.uri()))));
    found.refused().forEach(refused -> files.add(input(refused.file(), "")));
    files.sort(
        Comparator.comparing(DatasetManifest.Input::name)
            .thenComparing(DatasetManifest.Input::uri));
    return new Inventory(kept, rejections, files);
  }

  /** A line for each file: what it is called and what it holds, not where it lies. */
  List<String> lines() {
    return files.stream()
        .map(file -> "%s %d %s".formatted(file.sha256(), file.bytes(), file.name()))
        .toList();
  }

  private static Rejection rejection(Stage stage, InputFiles.Refused refused) {
    return new Rejection(stage.label(), refused.file().uri(), refused.reason(), refused.detail());
  }

  private static DatasetManifest.Input input(InputFile file, String sha256) {
    if (sha256 == null) {
      throw new ResourceException(
          "Cannot read input %s: it was found, but Spark did not read it; try again"
              .formatted(file.uri()));
    }
    return new DatasetManifest.Input(file.name(), file.uri(), file.bytes(), sha256);
  }

  /** What an executor tells the driver of a file: one of the two is there. */
  private record Survey(SourceFile source, Facts kept, Rejection refused) implements Serializable {
    static Survey of(Outcome outcome) {
      if (outcome instanceof Kept kept) {
        Facts facts = new Facts(kept.document().document(), kept.document().tokens());
        return new Survey(outcome.source(), facts, null);
      }
      return new Survey(outcome.source(), null, ((Refused) outcome).rejection());
    }

    Optional<Facts> facts() {
      return Optional.ofNullable(kept);
    }

    Optional<Rejection> rejection() {
      return Optional.ofNullable(refused);
    }
  }
}
