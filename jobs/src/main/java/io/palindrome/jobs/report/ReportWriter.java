package io.palindrome.jobs.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a run's report for people and for machines. */
public final class ReportWriter {
  /** Name of the page inside the run's directory. */
  public static final String PAGE = "report.html";

  /** Name of the machine-readable report beside it. */
  public static final String JSON = "report.json";

  private ReportWriter() {}

  /**
   * Writes {@code report.json} and {@code report.html} into the directory, each whole or not at
   * all, replacing those of an earlier attempt.
   *
   * @return the page
   */
  public static Path write(TrainingReport report, Path directory) {
    try {
      Files.createDirectories(directory);
      replace(directory.resolve(JSON), ReportJson.write(report));
      return replace(directory.resolve(PAGE), ReportPage.render(report));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the report to " + directory, e);
    }
  }

  /** Reads a {@code report.json}. */
  public static TrainingReport read(Path file) {
    return ReportJson.read(file);
  }

  private static Path replace(Path file, String text) throws IOException {
    Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), text);
    return Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
