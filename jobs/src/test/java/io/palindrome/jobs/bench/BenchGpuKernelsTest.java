package io.palindrome.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.jobs.command.CommandRunner;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.jobs.command.SparkLaunch;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.cuda.CudaOnHost;
import io.palindrome.model.kernel.host.HostKernels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BenchGpuKernelsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private ExitClass run(String... arguments) {
    Console console = Console.of(new PrintWriter(out), new PrintWriter(err));
    return new CommandRunner(new BenchCommand(), console, new SparkLaunch()).run(arguments);
  }

  @Test
  void everyOperationHasATimeAndSomethingToDo() throws IOException {
    assertThat(run("gpu-kernels", "--length", "512", "--batch-milliseconds", "0", "--json"))
        .as(err.toString())
        .isEqualTo(ExitClass.DONE);
    JsonNode kernels = new ObjectMapper().readTree(out.toString()).path("kernels");
    assertThat(kernels).hasSizeGreaterThan(60);
    assertThat(kernels)
        .allSatisfy(
            one -> {
              assertThat(one.path("seconds").asDouble()).isPositive();
              assertThat(one.path("bytes").asDouble()).isPositive();
            });
    JsonNode attend = named(kernels, "LSH attention, 4 rounds");
    double products = 2.0 * 512 * 4 * 128 * 64;
    assertThat(attend.path("flops").asDouble()).isEqualTo(2 * products);
    assertThat(attend.path("bytes").asDouble())
        .as("queries, values, results, two numbers a position, the order")
        .isEqualTo(4.0 * (3 * 512 * 64 + 2 * 512 + 4 * 512));
  }

  private static JsonNode named(JsonNode kernels, String name) {
    return StreamSupport.stream(kernels.spliterator(), false)
        .filter(one -> one.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLengthThatChunksDoNotDivideIsRefused() {
    assertThat(run("gpu-kernels", "--length", "500")).isEqualTo(ExitClass.USER);
    assertThat(err.toString()).contains("--length must be a positive multiple of 512, but is 500");
  }

  @Test
  void theKernelsOfAGpuRunEveryOperation() {
    Assumptions.assumeTrue(CudaOnHost.isPresent(), CudaOnHost.MISSING);
    KernelSizes small = new KernelSizes("small", 64, 16, 8, 32, 8, 4, List.of(4, 2), 32);
    try (Kernels kernels = CudaOnHost.forward()) {
      assertThat(runEach(kernels, small)).isEqualTo(runEach(new HostKernels(1), small));
    }
  }

  private static List<String> runEach(Kernels kernels, KernelSizes sizes) {
    List<String> ran = new ArrayList<>();
    try (KernelOperands operands = new KernelOperands(kernels)) {
      List<KernelCase> cases = new ArrayList<>(new ProductKernelCases(operands, sizes).all());
      cases.addAll(new AttentionKernelCases(operands, sizes).attention());
      cases.addAll(new AttentionKernelCases(operands, sizes).hashing());
      cases.addAll(new RowKernelCases(operands, sizes).all());
      for (KernelCase one : cases) {
        one.call().run();
        operands.await();
        ran.add(one.name());
      }
    }
    return ran;
  }
}
