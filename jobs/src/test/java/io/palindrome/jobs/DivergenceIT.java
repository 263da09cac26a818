package io.palindrome.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.jobs.CommandHarness.Ran;
import io.palindrome.jobs.command.ExitClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with a learning rate that no network survives. */
class DivergenceIT {
  @TempDir private static Path folder;

  @Test
  void aRunThatDivergesSaysSoAndLeavesAReport() throws IOException {
    String conf = TinyBooks.config(folder.resolve("tiny.conf")).toString();
    String books = TinyBooks.write(folder.resolve("books"), 5).toString();
    String data = folder.resolve("data").toString();
    try (CommandHarness palindrome = new CommandHarness()) {
      palindrome.run("prepare", "--conf", conf, "--input", books, "--out", data);
      Ran ran =
          palindrome.run(
              "train",
              "--conf",
              conf,
              "--data",
              data,
              "--out",
              folder.resolve("out").toString(),
              "--run-id",
              "hot",
              "--set",
              "train.optimizer.learning-rate=100",
              "--set",
              "train.optimizer.warmup-steps=0",
              "--set",
              "train.health.diverged-rounds=2",
              "--set",
              "train.health.max-skipped-steps=2");
      assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitClass.USER);
      assertThat(ran.err())
          .contains("Cannot go on training: ")
          .contains("begin a new run with train.optimizer.learning-rate below 100.0")
          .contains("there is no checkpoint of it yet");
    }
    Path run = folder.resolve("out/runs/hot");
    assertThat(Files.readString(run.resolve("run.json")))
        .contains("\"exitClass\" : \"user\"", "Cannot go on training: ");
    assertThat(Files.readString(run.resolve("report.json")))
        .contains("\"outcome\" : \"failed\"", "Cannot go on training: ");
    assertThat(Files.readString(run.resolve("report.html"))).contains("Cannot go on training: ");
  }
}
