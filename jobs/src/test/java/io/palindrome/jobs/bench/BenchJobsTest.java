package io.palindrome.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.jobs.command.CommandRunner;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.command.SparkLaunch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchJobsTest {
  private static final List<String> TINY =
      List.of(
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
          "model.feed-forward.d-feed-forward=16");

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private ExitClass run(String... arguments) {
    Console console = Console.of(new PrintWriter(out), new PrintWriter(err));
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(TINY);
    return new CommandRunner(new BenchCommand(), console, new SparkLaunch())
        .run(all.toArray(String[]::new));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void aStepIsMeasuredAgainstTheMachine() throws IOException {
    ExitClass exit = run("step", "--length", "256", "--repeats", "1", "--warm-ups", "1");
    assertThat(exit).as(err.toString()).isEqualTo(ExitClass.DONE);
    JsonNode json = json();
    for (String key : List.of("tokensPerSecond", "peakResidentBytes", "gemmPeakFlops")) {
      assertThat(json.path(key).asDouble()).as(key).isPositive();
    }
    assertThat(json.path("fractionOfPeak").asDouble())
        .isEqualTo(
            json.path("flopsPerSecond").asDouble() / json.path("gemmPeakFlops").asDouble(),
            within(1e-12));
    assertThat(json.path("gemmPeakFlops").asDouble())
        .isEqualTo(
            Math.max(
                json.path("kernelPeakFlops").asDouble(), json.path("nd4jPeakFlops").asDouble()));
    assertThat(json.path("tokensPerSecond").asDouble())
        .isEqualTo(256 / json.path("stepSeconds").asDouble(), within(1e-6));
    assertThat(json.path("evaluationTokensPerSecond").asDouble())
        .isEqualTo(256 / json.path("evaluationSeconds").asDouble(), within(1e-6));
  }

  @Test
  void aDocumentIsOneExampleAndGetsItsPositions() throws IOException {
    Path book = Files.writeString(folder.resolve("book.txt"), "word ".repeat(60));
    ExitClass exit =
        run(
            "step",
            "--document",
            book.toString(),
            "--repeats",
            "1",
            "--warm-ups",
            "0",
            "--set",
            "model.position.max-length=64",
            "--set",
            "model.position.axial-shape=[8,8]",
            "--set",
            "train.batch.length=64",
            "--set",
            "train.batch.warmup-lengths=[]",
            "--set",
            "train.batch.warmup-rounds=[]");
    assertThat(exit).as(err.toString()).isEqualTo(ExitClass.DONE);
    assertThat(json().path("tokens").asInt()).isEqualTo(302);
  }

  @Test
  void depthCostsMemoryOnlyWhereEverythingIsStored() throws IOException {
    assertThat(run("depth", "--length", "256", "--depths", "2,8,24", "--steps", "1"))
        .as(err.toString())
        .isEqualTo(ExitClass.DONE);
    List<Long> stored = new ArrayList<>();
    List<Long> reversible = new ArrayList<>();
    for (JsonNode point : json().path("points")) {
      (point.path("strategy").asText().equals("reversible") ? reversible : stored)
          .add(point.path("peakBytes").asLong());
    }
    assertThat(stored).hasSize(3).isSorted().doesNotHaveDuplicates();
    assertThat(stored.get(2)).isGreaterThan(3 * stored.get(0));
    assertThat((double) reversible.get(2)).isEqualTo(reversible.get(0), within(16_384.0));
  }

  @Test
  void aStepNeedsALengthOrADocument() {
    assertThat(run("step")).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("it needs --length or --document, and not both");
  }

  @Test
  void aMissingDocumentIsNamed() {
    assertThat(run("step", "--document", "nowhere.txt")).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("Cannot read the document nowhere.txt");
  }

  @Test
  void aNewTokenIsMeasuredAgainstAFullForwardPass() throws IOException {
    ExitClass exit = run("generate", "--length", "200", "--tokens", "8");
    assertThat(exit).as(err.toString()).isEqualTo(ExitClass.DONE);
    JsonNode json = json();
    assertThat(json.path("ratio").asDouble())
        .isEqualTo(
            json.path("tokenSeconds").asDouble() / json.path("fullSeconds").asDouble(),
            within(1e-12));
    assertThat(json.path("cacheBytes").asLong()).isPositive();
  }

  @Test
  void decodingNeedsATextThatIsLongEnough() throws IOException {
    Path book = Files.writeString(folder.resolve("book.txt"), "word ".repeat(6));
    assertThat(run("generate", "--length", "20", "--tokens", "20", "--document", book.toString()))
        .isEqualTo(ExitClass.USER);
    assertThat(err.toString())
        .contains("--document must have at least 40 tokens (--length and --tokens), but has 30");
    assertThat(run("generate", "--length", "0")).isEqualTo(ExitClass.USER);
  }
}
