package io.palindrome.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  @TempDir private Path directory;

  @Test
  void whatIsWrittenReadsBackEqual() {
    TrainingReport report = PlausibleRun.whole(300);
    ReportWriter.write(report, directory);
    assertThat(ReportWriter.read(directory.resolve("report.json"))).isEqualTo(report);
  }

  @Test
  void writesThePageAndTheJsonAndNothingElse() throws IOException {
    ReportWriter.write(PlausibleRun.bare(), directory);
    Path page = ReportWriter.write(PlausibleRun.whole(30), directory);
    assertThat(page).isEqualTo(directory.resolve("report.html"));
    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("report.html", "report.json");
    }
  }

  @Test
  void theJsonHasEverySeriesForMachines() throws IOException {
    ReportWriter.write(PlausibleRun.whole(30), directory);
    JsonNode json = new ObjectMapper().readTree(directory.resolve("report.json").toFile());
    assertThat(json.path("format").asInt()).isEqualTo(1);
    assertThat(json.at("/run/outcome").asText()).isEqualTo("done");
    assertThat(json.at("/curves/trainingLoss")).hasSize(30);
    assertThat(json.at("/curves/trainingLoss/0/tokens").asLong()).isEqualTo(40_960);
    assertThat(json.at("/curves/reconstructionError")).hasSize(6);
    assertThat(json.at("/curves/evaluations/0/name").asText()).isEqualTo("validation");
    assertThat(json.at("/curves/roundSeconds/3/name").asText()).isEqualTo("checkpoint");
    assertThat(json.at("/extras/baselines/2/bitsPerByte").asDouble()).isEqualTo(2.86);
  }

  @Test
  void whatWasNotMeasuredIsNull() throws IOException {
    TrainingReport report =
        PlausibleRun.bare()
            .withRecurrence(List.of(new RecurrenceRow("recurrences", Double.NaN, 0)));
    ReportWriter.write(report, directory);
    assertThat(Files.readString(directory.resolve("report.json")))
        .contains("\"bitsPerByte\" : null")
        .doesNotContain("NaN");
    assertThat(ReportWriter.read(directory.resolve("report.json"))).isEqualTo(report);
  }

  @Test
  void refusesAnotherFormatAndAnotherFile() throws IOException {
    Path file = Files.writeString(directory.resolve("report.json"), "{\"format\":2}");
    assertThatThrownBy(() -> ReportWriter.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot read "
                + file
                + ": its format is 2, this version reads 1; write the report again");
    Files.writeString(file, "not json");
    assertThatThrownBy(() -> ReportWriter.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read " + file + ": it is not a report (")
        .hasMessageEndingWith("; write the report again");
  }
}
