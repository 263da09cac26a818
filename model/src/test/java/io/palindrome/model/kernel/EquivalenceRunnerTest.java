package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.host.HostKernels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EquivalenceRunnerTest {
  private static final List<Scenario> FEW = ElementScenarios.all().subList(0, 5);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String lastLine() {
    return bytes.toString(StandardCharsets.UTF_8).lines().reduce((a, b) -> b).orElseThrow();
  }

  @Test
  void passesKernelsThatEqualTheReference() {
    try (Kernels kernels = new HostKernels(2)) {
      assertThat(EquivalenceRunner.run(kernels, FEW, out)).isZero();
    }
    assertThat(lastLine()).isEqualTo("5 scenarios equal, 0 failed");
  }

  @Test
  void countsScenariosThatFail() {
    Scenario impossible =
        new Scenario(
            "impossible",
            stage -> {
              throw new IllegalStateException("no such thing");
            });
    try (Kernels kernels = new HostKernels(2)) {
      assertThat(EquivalenceRunner.run(kernels, List.of(impossible), out)).isEqualTo(1);
    }
    assertThat(lastLine()).isEqualTo("0 scenarios equal, 1 failed");
  }
}
