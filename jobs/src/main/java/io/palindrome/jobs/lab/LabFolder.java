package io.palindrome.jobs.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.JobContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The report's folder: {@code index.html}, a CSV file for each exhibit, and {@code lab.json}, which
 * says what the folder is. It appears whole or not at all, and replaces an earlier report.
 */
public final class LabFolder {
  static final String PAGE = "index.html";
  static final String MARK = "lab.json";
  private static final int FORMAT = 1;

  private final Path folder;

  /**
   * @throws UserException if something other than an earlier report is there
   */
  public LabFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    check();
  }

  private void check() {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new UserException(
          "Cannot write the report to %s: it is not a folder; name another with --out"
              .formatted(folder));
    }
    if (!Files.exists(folder.resolve(MARK)) && !isEmpty()) {
      throw new UserException(
          ("Cannot write the report to %s: the folder has files and no %s of an earlier report;"
                  + " name an empty or a new folder with --out")
              .formatted(folder, MARK));
    }
  }

  private boolean isEmpty() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UserException(
          "Cannot read the folder %s: %s; name another with --out".formatted(folder, e));
    }
  }

  /**
   * Writes everything beside the folder, then moves it there.
   *
   * @return the page
   */
  public Path write(LabSettings settings, Surroundings surroundings, List<LabResult> results)
      throws IOException {
    check();
    Path fresh = folder.resolveSibling(folder.getFileName() + ".part");
    delete(fresh);
    Files.createDirectories(fresh);
    for (LabResult result : results) {
      for (Exhibit exhibit : result.exhibits()) {
        Files.writeString(fresh.resolve(exhibit.file()), exhibit.csv().render());
      }
    }
    Files.writeString(
        fresh.resolve(MARK), json(settings, surroundings, results).toPrettyString() + "\n");
    Files.writeString(fresh.resolve(PAGE), LabPage.render(settings, surroundings, results));
    Path earlier = folder.resolveSibling(folder.getFileName() + ".old");
    delete(earlier);
    if (Files.exists(folder)) {
      Files.move(folder, earlier);
    }
    Files.move(fresh, folder);
    delete(earlier);
    return folder.resolve(PAGE);
  }

  private static ObjectNode json(
      LabSettings settings, Surroundings surroundings, List<LabResult> results) {
    ObjectNode json = JobContext.json();
    json.put("format", FORMAT);
    surroundings.facts(settings).forEach(json::put);
    ArrayNode sections = json.putArray("sections");
    for (LabResult result : results) {
      ObjectNode section = sections.addObject();
      section.put("key", result.section().key());
      section.put("title", result.section().title());
      section.put("seconds", result.seconds());
      ArrayNode files = section.putArray("files");
      result.exhibits().forEach(exhibit -> files.add(exhibit.file()));
    }
    return json;
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
