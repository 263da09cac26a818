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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanJobTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private ExitClass plan(String... more) {
    List<String> arguments = new ArrayList<>(List.of("plan"));
    arguments.addAll(List.of(more));
    Console console = Console.of(new PrintWriter(out), new PrintWriter(err));
    return Main.execute(console, new SparkLaunch(), arguments.toArray(String[]::new));
  }

  @Test
  void printsEveryLineOfEveryStrategyAndTheChoice() {
    assertThat(plan("--length", "4096", "--memory", "1g"))
        .as(err.toString())
        .isEqualTo(ExitClass.DONE);
    assertThat(out.toString())
        .contains("a step of 1 x 4,096 tokens in a heap of 1.00 GiB")
        .containsPattern("store-all +every 3 +every 2 \\(sqrt\\) +every 1 +reversible\n")
        .contains("fastest that fits: ");
    for (String line :
        List.of(
            "parameters",
            "optimizer",
            "streams",
            "gradients of streams",
            "gradients of parameters",
            "kept activations",
            "hash orders",
            "scratch",
            "logits",
            "total",
            "GFLOP",
            "more than store-all",
            "fits")) {
      assertThat(out.toString()).containsPattern("(?m)^" + line + "( +\\S+( MiB| GiB| %)?){5}$");
    }
    assertThat(out.toString()).contains("every 2 of 6 layers (sqrt) holds 3 inputs and 2 layers");
  }

  private JsonNode json(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--json");
    assertThat(plan(arguments.toArray(String[]::new))).as(err.toString()).isEqualTo(ExitClass.DONE);
    return new ObjectMapper().readTree(out.toString());
  }

  /** Kernels on a GPU keep an optimizer's state beside ND4J's, and scratch beside the arena. */
  @Test
  void plansForAGpuWhereThereIsNone() throws IOException {
    JsonNode host = reversible(json("--length", "4096", "--memory", "4g"));
    out.getBuffer().setLength(0);
    JsonNode gpu =
        reversible(json("--length", "4096", "--memory", "4g", "--set", "runtime.device=cuda"));
    long moments = host.path("bytes").path("optimizer").asLong();
    assertThat(gpu.path("bytes").path("optimizer").asLong()).isEqualTo(2 * moments);
    assertThat(gpu.path("heapBytes").asLong()).isEqualTo(6L * Integer.BYTES * 4096);
    assertThat(gpu.path("offHeapBytes").asLong()).isGreaterThan(4 * moments);
  }

  @Test
  void onAGpuItsMemoryCountsAndNotTheHeap() throws IOException {
    String[] onGpu = {"--set", "runtime.device=cuda", "--set", "runtime.executor-memory=1g"};
    JsonNode json = json(with(onGpu, "--length", "16384", "--memory", "80g"));
    assertThat(json.path("availableBytes").asLong()).isEqualTo(79L << 30);
    assertThat(json.path("choice").asText()).isEqualTo("store-all");
    out.getBuffer().setLength(0);
    assertThat(plan(with(onGpu, "--length", "16384", "--memory", "1g"))).isEqualTo(ExitClass.USER);
    assertThat(err.toString())
        .contains(
            "Cannot fit a step of 1 x 16384 tokens into a GPU's memory of 1.00 GiB: 0.0 MiB are");
  }

  @Test
  void whereNobodyKnowsTheMemoryOfTheGpusItAsksForIt() {
    assumeTrue(GpuNode.ofThisProcess().devices().isEmpty(), "this machine has a GPU");
    assertThat(plan("--set", "runtime.device=cuda")).isEqualTo(ExitClass.USER);
    assertThat(err.toString())
        .contains("this machine has no GPU, so the memory of the nodes' GPUs is unknown")
        .contains("set train.memory.limit to it, such as 80g (palindrome plan: --memory)");
  }

  private static String[] with(String[] first, String... more) {
    return Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static JsonNode reversible(JsonNode plan) {
    return plan.path("strategies").path(4);
  }

  @Test
  void lessMemoryChoosesAStrategyThatComputesMore() throws IOException {
    JsonNode roomy = json("--length", "4096", "--memory", "4g");
    out.getBuffer().setLength(0);
    JsonNode tight = json("--length", "4096", "--memory", "680m");
    assertThat(roomy.path("choice").asText()).isEqualTo("store-all");
    assertThat(tight.path("choice").asText()).isEqualTo("reversible");
    assertThat(tight.path("availableBytes").asLong()).isLessThan(240L << 20);
    JsonNode reversible = tight.path("strategies").path(4);
    assertThat(reversible.path("fits").asBoolean()).isTrue();
    assertThat(reversible.path("overhead").asDouble()).isBetween(0.3, 1.0 / 3);
    assertThat(reversible.path("bytes").path("streams").asLong()).isEqualTo(2L * 4096 * 256 * 4);
  }

  @Test
  void theLimitOfTheConfigurationIsTheMemoryWhereNoneIsGiven() throws IOException {
    assertThat(json("--set", "train.memory.limit=3g").path("memoryBytes").asLong())
        .isEqualTo(3L << 30);
  }

  @Test
  void aBatchAndALengthBeyondThePositionsArePlanned() throws IOException {
    JsonNode json = json("--length", "100000", "--batch", "2", "--memory", "16g");
    assertThat(json.path("length").asInt()).isEqualTo(100_000);
    assertThat(json.path("strategies").path(4).path("bytes").path("streams").asLong())
        .isEqualTo(2L * 2 * 100_032 * 256 * 4);
  }

  @Test
  void saysWhatTheSmallestNeedsWhereNothingFits() {
    assertThat(plan("--length", "16384", "--memory", "512m")).isEqualTo(ExitClass.USER);
    assertThat(out.toString()).contains("reversible");
    assertThat(err.toString())
        .containsPattern(
            "Cannot fit a step of 1 x 16384 tokens into a heap of 512.0 MiB: [0-9.]+ MiB are left"
                + " for it, and the smallest strategy, reversible, needs [0-9.]+ MiB; use more"
                + " memory, a shorter train.batch.length or a smaller train.batch.size");
  }

  @Test
  void refusesWhatIsNoSizeOrShape() {
    assertThat(plan("--memory", "much")).isEqualTo(ExitClass.USER);
    assertThat(err.toString())
        .contains("--memory must be a size such as 12g or 1048576, but is much");
    assertThat(plan("--length", "1")).isEqualTo(ExitClass.USER);
    assertThat(err.toString())
        .contains("--length and --batch must be at least 2 and 1, but are 1 and 1");
    assertThat(plan("--length", "1048576", "--batch", "4096")).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("must be less than 2^30 tokens, but is 1048576 x 4096");
  }

  @Test
  void helpShowsExamples() {
    assertThat(plan("--help")).isEqualTo(ExitClass.DONE);
    assertThat(out.toString()).contains("palindrome plan --conf conf/profiles/novel.conf");
  }
}
