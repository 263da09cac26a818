package io.palindrome.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.jobs.CommandHarness.Ran;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.report.EvaluationEntry;
import io.palindrome.jobs.report.HistoryEntry;
import io.palindrome.jobs.report.RoundEntry;
import io.palindrome.jobs.report.RunHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A run that was killed after its second round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumeIT {
  private static final String LAST = "checkpoints/step-00000008";
  private static final String MIDDLE = "checkpoints/step-00000004";

  @TempDir private static Path folder;
  private CommandHarness palindrome;
  private Path whole;

  @BeforeAll
  void trainOnceThrough() throws IOException {
    palindrome = new CommandHarness();
    String conf = TinyBooks.config(folder.resolve("tiny.conf")).toString();
    String books = TinyBooks.write(folder.resolve("books"), 5).toString();
    String data = folder.resolve("data").toString();
    palindrome.run("prepare", "--conf", conf, "--input", books, "--out", data);
    whole = folder.resolve("out/runs/whole");
    assertThat(train("whole", "--resume").exit()).isEqualTo(ExitClass.DONE);
  }

  @AfterAll
  void close() {
    palindrome.close();
  }

  private Ran train(String runId, String... more) {
    return palindrome.run(
        List.of(
            "train",
            "--conf",
            folder.resolve("tiny.conf").toString(),
            "--data",
            folder.resolve("data").toString(),
            "--out",
            folder.resolve("out").toString(),
            "--run-id",
            runId),
        more);
  }

  /** What the whole run had on disk after its second round, and a log that is a round ahead. */
  private Path killed(String runId) throws IOException {
    Path killed = folder.resolve("out/runs").resolve(runId);
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.toList()) {
        Files.copy(file, killed.resolve(whole.relativize(file).toString()));
      }
    }
    delete(killed.resolve(LAST));
    List<String> log = Files.readAllLines(killed.resolve("history.jsonl"));
    Files.write(killed.resolve("history.jsonl"), log.subList(0, log.size() - 2));
    for (String late : List.of("run.json", "report.html", "report.json")) {
      Files.delete(killed.resolve(late));
    }
    return killed;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @Test
  void aResumedRunEqualsAnUninterruptedOneToTheBit() throws IOException {
    Path killed = killed("killed");
    Ran resumed = train("killed", "--resume");
    assertThat(resumed.exit()).as(resumed.err()).isEqualTo(ExitClass.DONE);
    assertThat(resumed.out()).contains("going on from checkpoint step-00000004");
    assertThat(CommandHarness.contents(killed.resolve(LAST)))
        .isEqualTo(CommandHarness.contents(whole.resolve(LAST)));
    assertThat(learned(killed)).isEqualTo(learned(whole)).hasSize(6);
  }

  /** The log without its times. */
  private static List<Object> learned(Path run) {
    return RunHistory.read(run).stream().map(ResumeIT::learned).toList();
  }

  private static Object learned(HistoryEntry entry) {
    return entry instanceof RoundEntry round
        ? List.of(round.round(), round.step(), round.tokens(), round.learning())
        : List.of(entry.round(), ((EvaluationEntry) entry).bitsPerByte());
  }

  @Test
  void checkpointsAreNotTrainedOverUnasked() throws IOException {
    killed("unasked");
    Ran refused = train("unasked");
    assertThat(refused.exit()).isEqualTo(ExitClass.USER);
    assertThat(refused.err())
        .contains(
            "it has checkpoints already, the newest is step-00000004; go on with --resume, or use"
                + " another --run-id");
  }

  @Test
  void anotherConfigurationIsRefusedByItsKeys() throws IOException {
    killed("other");
    Ran refused = train("other", "--resume", "--set", "train.optimizer.learning-rate=0.5");
    assertThat(refused.exit()).isEqualTo(ExitClass.USER);
    assertThat(refused.err())
        .contains("differs in 1 of its keys, now train.optimizer.learning-rate = 0.5");
  }

  @Test
  void whatChangesNoNumberMayDiffer() throws IOException {
    killed("threads");
    assertThat(train("threads", "--resume", "--set", "runtime.threads=2").exit())
        .isEqualTo(ExitClass.DONE);
  }

  @Test
  void autoGoesOnWithTheStrategyThatTheRunBeganWith() throws IOException {
    Path killed = killed("auto");
    Ran resumed = train("auto", "--resume", "--set", "train.memory.strategy=auto");
    assertThat(resumed.exit()).as(resumed.err()).isEqualTo(ExitClass.DONE);
    assertThat(resumed.out()).contains("train.memory.strategy auto: reversible, as the run began");
    assertThat(learned(killed)).isEqualTo(learned(whole));
  }

  @Test
  void aDamagedCheckpointIsRefusedByName() throws IOException {
    Path parameters = killed("damaged").resolve(MIDDLE).resolve("parameters.safetensors");
    byte[] bytes = Files.readAllBytes(parameters);
    bytes[bytes.length - 1] ^= 1;
    Files.write(parameters, bytes);
    Ran refused = train("damaged", "--resume", "--json");
    assertThat(refused.exit()).isEqualTo(ExitClass.DATA);
    assertThat(refused.json().path("message").asText())
        .contains("step-00000004", "parameters.safetensors is damaged");
    assertThat(Files.readString(folder.resolve("out/runs/damaged/run.json")))
        .contains("\"exitClass\" : \"data\"");
  }
}
