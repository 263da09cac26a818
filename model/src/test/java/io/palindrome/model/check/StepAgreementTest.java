package io.palindrome.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StepAgreementTest {
  @Test
  void agreesOnTheHost() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int exitCode =
        StepAgreement.run(KernelChoice.HOST, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("ok "));
    assertThat(exitCode).isZero();
  }

  @Test
  void differencesAreMeasuredAgainstTheLargestGradient() {
    assertThat(StepAgreement.worst(new double[] {4, 1}, new double[] {4, 2})).isEqualTo(0.25);
    assertThat(StepAgreement.worst(new double[] {Double.NaN, 1}, new double[] {4, 1})).isInfinite();
    assertThat(StepAgreement.worst(new double[2], new double[2])).isInfinite();
  }
}
