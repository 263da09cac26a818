package io.palindrome.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.palindrome.conf.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The append-only log of a run, {@code history.jsonl} in its directory: a JSON object a line, one
 * for each averaging round and each evaluation. Only the driver writes it. A last line without its
 * line end, left by a killed driver, counts as not written.
 */
public final class RunHistory {
  /** Name of the log inside the run's directory. */
  public static final String FILE = "history.jsonl";

  private final Path file;

  private RunHistory(Path file) {
    this.file = file;
  }

  /** The log of a run that begins: what an earlier attempt left is dropped. */
  public static RunHistory begin(Path runDirectory) {
    return resume(runDirectory, -1);
  }

  /** The log of a run that goes on after a checkpoint of {@code round}: later entries are cut. */
  public static RunHistory resume(Path runDirectory, int round) {
    Path file = runDirectory.resolve(FILE);
    StringBuilder kept = new StringBuilder();
    for (HistoryEntry entry : read(runDirectory)) {
      if (entry.round() <= round) {
        kept.append(line(entry));
      }
    }
    try {
      Files.createDirectories(runDirectory);
      Path written = Files.writeString(runDirectory.resolve(FILE + ".part"), kept);
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    return new RunHistory(file);
  }

  /** Adds an entry; it is in the file when the call returns. */
  public void append(HistoryEntry entry) {
    try {
      Files.writeString(file, line(entry), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot append to " + file, e);
    }
  }

  /** Every entry in the order of writing; empty where no log is. */
  public static List<HistoryEntry> read(Path runDirectory) {
    Path file = runDirectory.resolve(FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file);
      List<HistoryEntry> entries = new ArrayList<>();
      int start = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        entries.add(entry(text.substring(start, end), file, entries.size() + 1));
        start = end + 1;
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static HistoryEntry entry(String line, Path file, int number) {
    try {
      return ReportJson.MAPPER.readValue(line, HistoryEntry.class);
    } catch (JsonProcessingException e) {
      throw new DataException(
          "Cannot read %s: line %s is not an entry (%s); delete that line"
              .formatted(file, number, e.getOriginalMessage()),
          e);
    }
  }

  private static String line(HistoryEntry entry) {
    try {
      return ReportJson.MAPPER.writeValueAsString(entry) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a history entry as JSON", e);
    }
  }
}
