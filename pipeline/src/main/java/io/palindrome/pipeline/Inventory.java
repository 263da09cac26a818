package io.palindrome.pipeline;

import io.palindrome.pipeline.Outcome.Kept;
import io.palindrome.pipeline.Outcome.Refused;
import io.palindrome.pipeline.Selection.Facts;
import io.palindrome.pipeline.dataset.DatasetManifest;
import io.palindrome.pipeline.document.InputFile;
import io.palindrome.pipeline.document.InputFiles;
import io.palindrome.pipeline.document.Rejection;
import io.palindrome.pipeline.document.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    List<Facts> kept = outcomes.filter(Kept.class::isInstance).map(Inventory::facts).collect();
    List<Refused> refused =
        outcomes.filter(Refused.class::isInstance).map(Refused.class::cast).collect();
    List<Rejection> rejections = new ArrayList<>();
    found.skipped().forEach(file -> rejections.add(skipped(file)));
    found.tooLarge().forEach(file -> rejections.add(tooLarge(file)));
    refused.forEach(file -> rejections.add(file.rejection()));

    Map<String, String> sha256 = new HashMap<>();
    kept.forEach(facts -> putSha256(facts.document().source(), sha256));
    refused.forEach(file -> putSha256(file.source(), sha256));
    List<DatasetManifest.Input> files = new ArrayList<>();
    for (List<InputFile> list : List.of(found.readable(), found.tooLarge())) {
      for (InputFile file : list) {
        String hash = sha256.getOrDefault(file.uri(), "");
        files.add(new DatasetManifest.Input(file.name(), file.uri(), file.bytes(), hash));
      }
    }
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

  private static Facts facts(Outcome outcome) {
    Kept kept = (Kept) outcome;
    return new Facts(kept.document().document(), kept.document().tokens());
  }

  private static void putSha256(SourceFile file, Map<String, String> sha256) {
    sha256.put(file.uri(), file.sha256());
  }

  private static Rejection skipped(InputFile file) {
    return new Rejection(
        Stage.FIND.label(), file.uri(), "not a .txt file", "only .txt files are read");
  }

  private static Rejection tooLarge(InputFile file) {
    return new Rejection(
        Stage.INGEST.label(),
        file.uri(),
        "too large",
        "the file has " + file.bytes() + " bytes, more than prepare.max-file-bytes");
  }
}
