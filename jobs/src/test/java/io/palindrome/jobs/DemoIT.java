package io.palindrome.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.palindrome.jobs.CommandHarness.Ran;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.report.DepthMemory;
import io.palindrome.jobs.report.RecurrenceRow;
import io.palindrome.jobs.report.ReportWriter;
import io.palindrome.jobs.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with a network that is too small to learn anything. */
class DemoIT {
  @TempDir private Path folder;

  @Test
  void measuresDepthAndRecurrenceAndEndsWithTheReport() throws IOException {
    Ran ran;
    try (CommandHarness palindrome = new CommandHarness()) {
      ran =
          palindrome.run(
              "demo",
              "--out",
              folder.toString(),
              "--documents",
              "3",
              "--json",
              "--set",
              "model.d-model=8",
              "--set",
              "model.position.axial-widths=[4,4]",
              "--set",
              "model.heads=1",
              "--set",
              "model.d-head=8",
              "--set",
              "model.layers=[local]",
              "--set",
              "model.feed-forward.d-feed-forward=8",
              "--set",
              "train.batch.length=256",
              "--set",
              "train.batch.warmup-lengths=[]",
              "--set",
              "train.batch.warmup-rounds=[]",
              "--set",
              "train.rounds=1",
              "--set",
              "train.averaging.local-steps=1",
              "--set",
              "train.evaluation.max-tokens=1024",
              "--set",
              "report.sample-tokens=8");
    }
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitClass.DONE);
    JsonNode json = ran.json();
    Path page = Path.of(json.path("report").asText());
    assertThat(page).content().contains("<html");
    TrainingReport report = ReportWriter.read(page.resolveSibling(ReportWriter.JSON));
    assertThat(report.extras().recurrence())
        .extracting(RecurrenceRow::where)
        .contains("first occurrences", "recurrences", "everything else");
    assertThat(report.extras().recurrence())
        .allSatisfy(row -> assertThat(row.bitsPerByte()).isBetween(4.0, 12.0));
    assertThat(peaks(report, "reversible").distinctCount()).isEqualTo(1);
    assertThat(peaks(report, "store-all").distinctCount()).isEqualTo(4);
  }

  private record Peaks(List<Long> bytes) {
    long distinctCount() {
      return bytes.stream().distinct().count();
    }
  }

  private static Peaks peaks(TrainingReport report, String strategy) {
    return new Peaks(
        report.extras().depthMemory().stream()
            .filter(point -> point.strategy().equals(strategy))
            .map(DepthMemory::peakBytes)
            .toList());
  }
}
