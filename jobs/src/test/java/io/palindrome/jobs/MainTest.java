package io.palindrome.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.command.Sessions;
import io.palindrome.jobs.command.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line without Spark. */
class MainTest {
  @TempDir private Path folder;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void listen() {
    out = new StringWriter();
    err = new StringWriter();
  }

  private ExitClass run(String... arguments) {
    Console console = Console.of(new PrintWriter(out), new PrintWriter(err));
    return Main.execute(console, new NoSessions(), arguments);
  }

  private static final class NoSessions implements Sessions {
    @Override
    public SparkSession withExecutors(String name, RuntimeConfig runtime) {
      throw new AssertionError("no session is needed");
    }

    @Override
    public SparkSession inDriver(String name, RuntimeConfig runtime) {
      throw new AssertionError("no session is needed");
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prepare", "train", "evaluate", "generate", "inspect", "export", "import", "demo"})
  void everyCommandHelpsWithExamples(String command) {
    assertThat(run(command, "--help")).isEqualTo(ExitClass.DONE);
    assertThat(out.toString()).contains("Usage: palindrome " + command, "palindrome " + command);
    assertThat(out.toString()).contains("Examples:");
  }

  @Test
  void aDryRunOfTheLaboratoryTellsItsSectionsAndWritesNothing() {
    Path out = folder.resolve("lab");
    assertThat(run("lab", "--dry-run", "--out", out.toString(), "--only", "a,b"))
        .isEqualTo(ExitClass.DONE);
    assertThat(out.toFile()).doesNotExist();
    assertThat(this.out.toString())
        .contains("a  Reconstruction error", "b  Memory and time", "min")
        .doesNotContain("e  What");
  }

  @Test
  void theLaboratoryRefusesASectionThatItDoesNotHave() {
    assertThat(run("lab", "--only", "a,z")).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("--only must name sections among a,", "but is a,z");
  }

  @Test
  void theLaboratoryRefusesATextThatIsNotThere() {
    assertThat(run("lab", "--text", "nowhere.txt")).isEqualTo(ExitClass.USER);
    assertThat(err.toString())
        .contains("Cannot read --text nowhere.txt: there is no such file; name a text file");
  }

  @Test
  void tellsItsVersion() {
    assertThat(run("--version")).isEqualTo(ExitClass.DONE);
    assertThat(out.toString().strip()).isEqualTo("palindrome " + Version.CURRENT);
  }

  @Test
  void anUnknownOptionNamesTheNearest() {
    assertThat(run("train", "--data", "d", "--out", "o", "--resum")).isEqualTo(ExitClass.USER);
    assertThat(err.toString())
        .contains("Cannot run palindrome train: Unknown option: '--resum'; did you mean --resume?")
        .endsWith("see palindrome train --help\n");
  }

  @Test
  void anUnknownCommandNamesTheNearest() {
    assertThat(run("trian")).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("did you mean train?");
  }

  @Test
  void aMissingCommandListsThem() {
    assertThat(run("bench")).isEqualTo(ExitClass.USER);
    assertThat(err.toString())
        .contains("Cannot run palindrome bench: it needs one of the commands step, depth");
  }

  @Test
  void everyProblemOfAConfigurationIsToldAtOnce() throws JsonProcessingException {
    ExitClass exit =
        run(
            "bench",
            "step",
            "--length",
            "64",
            "--json",
            "--set",
            "model.d-modle=8",
            "--set",
            "train.rounds=0");
    assertThat(exit).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("2 problems", "model.d-model", "train.rounds must be");
    assertThat(new ObjectMapper().readTree(out.toString()).path("exitCode").asInt()).isEqualTo(2);
  }

  @Test
  void aMissingDatasetIsADataError() {
    Path run = folder.resolve("out/runs/r");
    ExitClass exit =
        run(
            "train",
            "--data",
            folder.resolve("nowhere").toString(),
            "--out",
            folder.resolve("out").toString(),
            "--run-id",
            "r");
    assertThat(exit).isEqualTo(ExitClass.DATA);
    assertThat(err.toString()).contains("Cannot open dataset").contains("no such directory");
    assertThat(run.resolve("run.json")).content().contains("\"exitClass\" : \"data\"");
  }

  @Test
  void aMissingCheckpointIsADataError() {
    ExitClass exit =
        run(
            "generate",
            "--checkpoint",
            folder.resolve("nowhere").toString(),
            "--prompt",
            "a",
            "--tokens",
            "1",
            "--seed",
            "1");
    assertThat(exit).isEqualTo(ExitClass.DATA);
    assertThat(err.toString()).contains("Cannot load checkpoint");
  }

  @Test
  void generateNeedsOnePromptAndSensibleOptions() {
    assertThat(generate("--seed", "1")).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("--prompt");
    assertThat(generate("--seed", "1", "--prompt-file", folder.resolve("none").toString()))
        .isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("Cannot read the prompt").contains("no such file");
    assertThat(generate("--seed", "1", "--prompt", "a", "--samples", "0"))
        .isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("--samples must be 1 or more, but is 0");
    assertThat(generate("--seed", "1", "--prompt", "a", "--stop", "")).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("--stop must be a text, but is empty");
    assertThat(generate("--seed", "1", "--prompt", "a", "--no-repeat-ngram", "1"))
        .isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("--no-repeat-ngram must be 0 or 2 or more, but is 1");
  }

  private ExitClass generate(String... more) {
    List<String> all =
        new ArrayList<>(List.of("generate", "--checkpoint", folder.toString(), "--tokens", "1"));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }
}
