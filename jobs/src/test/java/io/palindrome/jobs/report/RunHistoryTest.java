package io.palindrome.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunHistoryTest {
  private static final List<HistoryEntry> ENTRIES = PlausibleRun.history(20);

  @TempDir private Path run;

  @Test
  void readsBackWhatWasAppendedOneLineAnEntry() throws IOException {
    append(RunHistory.begin(run), ENTRIES);
    assertThat(RunHistory.read(run)).isEqualTo(ENTRIES);
    assertThat(Files.readAllLines(run.resolve("history.jsonl")))
        .hasSameSizeAs(ENTRIES)
        .first()
        .asString()
        .startsWith("{\"kind\":\"evaluation\",\"round\":0,\"tokens\":0");
  }

  @Test
  void resumingCutsWhatCameAfterTheRoundAndGoesOn() {
    append(RunHistory.begin(run), ENTRIES);
    RunHistory resumed = RunHistory.resume(run, 15);
    List<HistoryEntry> kept = ENTRIES.stream().filter(e -> e.round() <= 15).toList();
    assertThat(kept).hasSize(17);
    assertThat(RunHistory.read(run)).isEqualTo(kept);
    append(resumed, ENTRIES.subList(17, ENTRIES.size()));
    assertThat(RunHistory.read(run)).isEqualTo(ENTRIES);
  }

  @Test
  void beginningDropsAnEarlierAttempt() {
    append(RunHistory.begin(run), ENTRIES);
    RunHistory.begin(run);
    assertThat(RunHistory.read(run)).isEmpty();
  }

  @Test
  void aHalfWrittenLastLineCountsAsNotWritten() throws IOException {
    append(RunHistory.begin(run), ENTRIES);
    Files.writeString(run.resolve("history.jsonl"), "{\"kind\":\"rou", StandardOpenOption.APPEND);
    assertThat(RunHistory.read(run)).isEqualTo(ENTRIES);
    append(RunHistory.resume(run, 20), ENTRIES.subList(0, 1));
    assertThat(RunHistory.read(run)).hasSize(ENTRIES.size() + 1);
  }

  @Test
  void aRunWithoutALogHasNoEntries() {
    assertThat(RunHistory.read(run.resolve("none"))).isEmpty();
  }

  @Test
  void refusesALineThatIsNoEntry() throws IOException {
    append(RunHistory.begin(run), ENTRIES.subList(0, 1));
    Path file = run.resolve("history.jsonl");
    Files.writeString(file, "{\"kind\":\"party\"}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> RunHistory.read(run))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read " + file + ": line 2 is not an entry (")
        .hasMessageEndingWith("; delete that line");
  }

  private static void append(RunHistory history, List<HistoryEntry> entries) {
    entries.forEach(history::append);
  }
}
