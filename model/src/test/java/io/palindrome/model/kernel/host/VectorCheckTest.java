package io.palindrome.model.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.model.kernel.OtherJvm;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.WrongKernels;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorCheckTest {
  /** Says what its JVM can do. */
  static final class Say {
    private Say() {}

    public static void main(String[] arguments) {
      VectorCheck check = VectorCheck.ofThisJvm();
      System.out.println(check.vectors() + ": " + check.problem() + ".");
    }
  }

  private static String said(String... options) throws IOException {
    OtherJvm run = OtherJvm.run(Say.class, Arrays.asList(options));
    assertThat(run.exitCode()).isZero();
    return run.output();
  }

  @Test
  void passesHere() {
    VectorCheck check = VectorCheck.ofThisJvm();
    assertThat(check.problem()).isEmpty();
    assertThat(check.passed()).isTrue();
    assertThat(check.vectors()).isEqualTo("%d bits, %d floats", check.bits(), check.bits() / 32);
  }

  @Test
  void aWidthCanBeChosen() throws IOException {
    assertThat(said(OtherJvm.VECTORS, "-Dpalindrome.vector.bits=128"))
        .contains("128 bits, 4 floats: .");
  }

  @Test
  void findsNoModule() throws IOException {
    assertThat(said())
        .isEqualToIgnoringNewLines(
            "none: this JVM was started without --add-modules jdk.incubator.vector; add it to"
                + " spark.driver.extraJavaOptions and spark.executor.extraJavaOptions.");
  }

  @Test
  void findsAWidthThatTheProcessorLacks() throws IOException {
    assertThat(said(OtherJvm.VECTORS, "-XX:MaxVectorSize=16", "-Dpalindrome.vector.bits=256"))
        .contains(
            "none: palindrome.vector.bits must be 128, 256 or 512 and at most 128, the widest"
                + " vectors of this JVM, but is 256.");
  }

  @ParameterizedTest
  @CsvSource({
    "-Xint, does not compile vectors; leave out -Xint and -XX:TieredStopAtLevel.",
    "-XX:TieredStopAtLevel=1, does not compile vectors; leave out -Xint and -XX:TieredStopAtLevel.",
    "-XX:-UseFMA, this JVM has no fused multiply-add",
    "-XX:MaxVectorSize=8, 'vectors of this JVM must have at least 128 bits, but have 64'"
  })
  void findsVectorsThatWouldBeSlow(String option, String problem) throws IOException {
    assertThat(said(OtherJvm.VECTORS, option)).contains(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64", "384", "1024", "wide", ""})
  void rejectsOtherWidths(String asked) {
    assertThatThrownBy(() -> VectorWidth.bits(asked, 512))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "palindrome.vector.bits must be 128, 256 or 512 and at most 512, the widest vectors of"
                + " this JVM, but is "
                + asked);
  }

  @Test
  void takesTheWidestThatKernelsAreWrittenFor() {
    assertThat(VectorWidth.bits(null, 2048)).isEqualTo(512);
    assertThat(VectorWidth.bits(null, 256)).isEqualTo(256);
    assertThat(VectorWidth.bits("256", 512)).isEqualTo(256);
  }

  @Test
  void theReferencePassesItsOwnTest() {
    assertThat(SelfTest.of(new ReferenceKernels())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(WrongKernels.Fault.class)
  void findsEveryWrongOperationThatItTries(WrongKernels.Fault fault) {
    for (String operation :
        List.of(
            "multiply",
            "layerNorm",
            "addLayerNormGradient",
            "activate",
            "crossEntropy",
            "attend",
            "addAttendGradient")) {
      assertThat(SelfTest.of(WrongKernels.of(operation, fault)))
          .hasValueSatisfying(
              problem ->
                  assertThat(problem)
                      .startsWith(operation + " with vectors of ")
                      .contains(", but plain loops give ")
                      .endsWith("; try -Dpalindrome.vector.bits=128 or another build of Java 17"));
    }
  }
}
