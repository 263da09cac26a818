package io.palindrome.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.command.SparkLaunch;
import io.palindrome.jobs.device.GpuNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on this machine. */
class DoctorJobTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private ExitClass doctor(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("doctor", "--out", folder.toString()));
    arguments.addAll(List.of("--conf", TinyBooks.config(folder.resolve("tiny.conf")).toString()));
    arguments.addAll(List.of("--set", "runtime.executor-memory=1g"));
    arguments.addAll(List.of(more));
    Console console = Console.of(new PrintWriter(out), new PrintWriter(err));
    return Main.execute(console, new SparkLaunch(), arguments.toArray(String[]::new));
  }

  @Test
  void looksAtEverythingThatTheCpuNeeds() throws IOException {
    assertThat(doctor("--set", "runtime.device=cpu", "--json"))
        .as(err.toString())
        .isEqualTo(ExitClass.DONE);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("message").asText()).isEqualTo("this node has what tiny needs");
    List<String> subjects = new ArrayList<>();
    for (JsonNode diagnosis : json.path("diagnoses")) {
      subjects.add(diagnosis.path("subject").asText());
      assertThat(diagnosis.path("verdict").asText()).isIn("ok", "warning", "unused");
      assertThat(diagnosis.path("found").asText()).isNotEmpty();
    }
    assertThat(subjects)
        .contains(
            "java",
            "cores",
            "memory",
            "executor heap",
            "run folder",
            "spark folder",
            "temporary folder",
            "vectors",
            "products of kernels",
            "products of nd4j",
            "blas core",
            "gpu driver",
            "gpus",
            "gpu backend");
  }

  @Test
  void printsALineForEachAndWhatToDo() throws IOException {
    assumeTrue(
        GpuNode.ofThisProcess().problem().isPresent(), "this machine can compute on its GPU");
    assertThat(doctor("--set", "runtime.device=cuda")).isEqualTo(ExitClass.RESOURCES);
    assertThat(out.toString())
        .containsPattern("(?m)^ok +java +17\\S* .*; needed: 17$")
        .containsPattern(
            "(?m)^unused +products of kernels|^ok +products of kernels +[0-9,]+ GFLOP/s")
        .containsPattern("(?m)^failed +gpu backend +no CUDA backend in this build; needed: ")
        .containsPattern("(?m)^ +-> build with mvn -P cuda ");
    assertThat(err.toString())
        .startsWith("This node lacks what tiny needs: ")
        .contains("gpu backend");
  }

  @Test
  void helpShowsExamples() throws IOException {
    assertThat(doctor("--help")).isEqualTo(ExitClass.DONE);
    assertThat(out.toString()).contains("palindrome doctor --set runtime.device=cuda --json");
  }
}
