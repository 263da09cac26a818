package io.palindrome.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.command.CommandRunner;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.command.SparkLaunch;
import io.palindrome.model.checkpoint.HuggingFaceExport;
import io.palindrome.model.checkpoint.SafetensorsFile;
import io.palindrome.model.parameter.ParameterInitializer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTurnsTest {
  private static final int LSH_LAYER = 1;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeWeights() throws IOException {
    ReformerConfig two = BenchModel.withDepth(BenchModel.of(RunConfig.DEFAULT, 256), 2);
    assertThat(two.layers().get(LSH_LAYER)).isEqualTo(AttentionKind.LSH);
    HuggingFaceExport.write(
        folder.resolve("hf"),
        new HuggingFaceExport.Model(
            two, ParameterInitializer.initialize(two, 5), Optional.empty()));
    Files.writeString(folder.resolve("text"), "a text of words ".repeat(20));
  }

  private ExitClass turns(String input, String... more) {
    List<String> all =
        new ArrayList<>(List.of("turns", "--text", folder + "/text", "--length", "256"));
    all.addAll(List.of(more));
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    try {
      Console console = Console.of(new PrintWriter(out), new PrintWriter(err));
      return new CommandRunner(new BenchCommand(), console, new SparkLaunch())
          .run(all.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  private List<JsonNode> answers() throws IOException {
    List<JsonNode> answers = new ArrayList<>();
    for (String line : out.toString().lines().filter(one -> one.startsWith("{")).toList()) {
      answers.add(new ObjectMapper().readTree(line));
    }
    return answers;
  }

  @Test
  void eachPrecisionTellsItsLossAndBeginsWithTheSameWeights() throws IOException {
    Path rotations = folder.resolve("rotations");
    ExitClass exit =
        turns(
            "\n\nnext\nwatched\n",
            "--hugging-face",
            folder + "/hf",
            "--rotations",
            rotations.toString(),
            "--precisions",
            "float32,float32");
    assertThat(exit).as(err.toString()).isEqualTo(ExitClass.DONE);
    List<JsonNode> answers = answers();
    assertThat(answers).hasSize(5);
    double loss = answers.get(0).path("evaluationLoss").asDouble();
    assertThat(answers.get(1).path("loss").asDouble()).isEqualTo(loss, within(1e-6));
    assertThat(answers.get(2).path("loss").asDouble()).isLessThan(loss);
    assertThat(answers.get(3).path("evaluationLoss").asDouble()).isEqualTo(loss);
    assertThat(answers.get(4).path("loss").asDouble())
        .isEqualTo(answers.get(1).path("loss").asDouble());
    try (SafetensorsFile read = SafetensorsFile.open(rotations)) {
      assertThat(read.tensor("rotations." + LSH_LAYER).shape()).hasSize(4);
    }
  }

  @Test
  void atItsPeakTheMachineTakesTheTimeOfAStepsMatrixProducts() throws IOException {
    assertThat(turns("peak\n\n", "--hugging-face", folder + "/hf")).isEqualTo(ExitClass.DONE);
    JsonNode peak = answers().get(1);
    double seconds = peak.path("seconds").asDouble();
    assertThat(seconds * peak.path("gemmPeakFlops").asDouble())
        .isEqualTo(peak.path("stepFlops").asDouble(), within(1.0))
        .isGreaterThan(1e6);
    assertThat(peak.has("loss")).isFalse();
    assertThat(answers().get(2).has("loss")).isTrue();
  }

  @Test
  void weightsComeFromOnePlace() {
    assertThat(turns("")).isEqualTo(ExitClass.USER);
    assertThat(turns("", "--checkpoint", "a", "--hugging-face", "b")).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("--checkpoint", "--hugging-face", "mutually exclusive");
  }

  @Test
  void aPrecisionOfAGpuIsRefusedOnTheProcessor() {
    String[] options = {
      "--hugging-face", folder + "/hf", "--precisions", "tf32", "--set", "runtime.device=cpu"
    };
    assertThat(turns("\n", options)).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("Cannot use train.precision tf32 on the CPU");
  }
}
