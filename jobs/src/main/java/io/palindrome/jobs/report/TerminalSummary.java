package io.palindrome.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The headline figures as plain lines of text. */
public final class TerminalSummary {
  private TerminalSummary() {}

  /** A title line, a line for each figure, each warning and each measured kind of place. */
  public static List<String> lines(TrainingReport report) {
    List<String> lines = new ArrayList<>();
    RunFacts run = report.run();
    lines.add("%s: run %s %s".formatted(run.name(), run.runId(), run.outcome().word()));
    for (Headline figure : Headline.of(report)) {
      lines.add(
          row(figure.name(), (figure.value() + " " + figure.unit()).strip(), figure.remark()));
    }
    for (RecurrenceRow row : report.extras().recurrence()) {
      lines.add(
          row(
              row.where(),
              String.format(Locale.ROOT, "%.2f bits a byte", row.bitsPerByte()),
              "over %s bytes".formatted(row.bytes())));
    }
    for (String warning : report.extras().warnings()) {
      lines.add("  warning: " + warning.replaceAll("\\s+", " "));
    }
    return lines;
  }

  private static String row(String name, String value, String remark) {
    return "  %-44s %-20s %s".formatted(name, value, remark).stripTrailing();
  }
}
