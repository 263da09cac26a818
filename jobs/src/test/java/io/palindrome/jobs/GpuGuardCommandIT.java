package io.palindrome.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.jobs.CommandHarness.Ran;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.model.kernel.cuda.driver.FakeDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands in a process of their own, which finds a driver that the test compiled as it would find
 * the true one. The build is the one for the CPU.
 */
class GpuGuardCommandIT {
  private static final String NO_BACKEND =
      "gpu backend: found no CUDA backend in this build, needed profile cuda for compute capability"
          + " 8.6; build with mvn -P cuda (compute capability 3.7 to 8.9) or mvn -P cuda-hopper"
          + " (9.0)";

  @TempDir private static Path folder;
  private static String conf;

  private record Ended(int exit, String out, String err, String classes) {}

  @BeforeAll
  static void prepare() throws IOException {
    conf = TinyBooks.config(folder.resolve("tiny.conf")).toString();
    String books = TinyBooks.write(folder.resolve("books"), 5).toString();
    try (CommandHarness palindrome = new CommandHarness()) {
      Ran prepared = palindrome.run("prepare", "--conf", conf, "--input", books, "--out", data());
      assertThat(prepared.exit()).as(prepared.err()).isEqualTo(ExitClass.DONE);
    }
  }

  private static String data() {
    return folder.resolve("data").toString();
  }

  private static Ended run(Path drivers, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    Path classes = folder.resolve("classes.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g", "--add-modules=jdk.incubator.vector", "-Xlog:class+load:file=" + classes));
    command.addAll(List.of("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.palindrome.jobs.Main"));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    process.environment().put("LD_LIBRARY_PATH", drivers.toString());
    int exit = process.start().waitFor();
    return new Ended(
        exit,
        Files.readString(out, UTF_8),
        Files.readString(err, UTF_8),
        Files.readString(classes, UTF_8));
  }

  private static Ended train(Path drivers, String device, String... options) throws Exception {
    String out = folder.resolve("runs").toString();
    return run(
        drivers,
        List.of(options),
        "train",
        "--conf",
        conf,
        "--data",
        data(),
        "--out",
        out,
        "--run-id",
        device,
        "--set",
        "runtime.device=" + device);
  }

  @Test
  void trainingOnAGpuThatCannotBeUsedEndsBeforeNd4jIsTouched() throws Exception {
    Path drivers = folder.resolve("one-gpu");
    FakeDriver.with(1, 86).compile(drivers);
    Ended ended = train(drivers, "cuda");
    assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
    assertThat(ended.err().lines().toList())
        .contains("Cannot use runtime.device cuda: " + NO_BACKEND);
    assertThat(ended.classes())
        .contains("io.palindrome.model.kernel.cuda.driver.CudaDriver source")
        .doesNotContain("org.nd4j.linalg.factory.Nd4j source");
    JsonNode status =
        new ObjectMapper().readTree(folder.resolve("runs/runs/cuda/run.json").toFile());
    assertThat(status.path("exitClass").asText()).isEqualTo("resources");
    assertThat(status.path("message").asText()).endsWith(NO_BACKEND);
  }

  @Test
  void doctorReportsTheDriverThatItFinds() throws Exception {
    Path drivers = folder.resolve("eight-gpus");
    FakeDriver.with(8, 86).compile(drivers);
    Ended ended =
        run(drivers, List.of(), "doctor", "--conf", conf, "--set", "runtime.device=cuda", "--json");
    assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
    JsonNode json = new ObjectMapper().readTree(ended.out());
    assertThat(json.path("exitClass").asText()).isEqualTo("resources");
    assertThat(json.path("message").asText()).contains("gpu backend").doesNotContain("gpu driver");
    List<String> lines = new ArrayList<>();
    json.path("diagnoses")
        .forEach(
            one ->
                lines.add(
                    String.join(
                        "|",
                        one.path("verdict").asText(),
                        one.path("subject").asText(),
                        one.path("found").asText())));
    assertThat(lines)
        .contains(
            "ok|gpu driver|535.104.05, CUDA 12.2",
            "failed|gpu backend|no CUDA backend in this build",
            "ok|memory of gpu 7|79.00 GiB free of 80.00 GiB",
            "ok|spark gpus|embedded Spark, 8 GPUs")
        .anyMatch(line -> line.startsWith("ok|gpus|8: Fake GPU 0 (8.6), Fake GPU 1 (8.6), "));
  }

  @Test
  void autoTrainsOnTheCpuAndSaysSoOnce() throws Exception {
    Path drivers = folder.resolve("one-gpu-auto");
    FakeDriver.with(1, 86).compile(drivers);
    Ended ended = train(drivers, "auto", "-Dspark.master=local[1]");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out() + ended.err())
        .containsOnlyOnce(
            "runtime.device auto takes the CPU: gpu backend: found no CUDA backend in this build");
  }
}
