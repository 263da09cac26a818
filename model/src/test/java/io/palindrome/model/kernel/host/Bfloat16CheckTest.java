package io.palindrome.model.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.OtherJvm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Bfloat16CheckTest {
  /** Prints what a JVM of its own says. */
  static final class Check {
    private Check() {}

    public static void main(String[] arguments) {
      System.out.println("problem: " + Bfloat16Check.ofThisProcess().problem());
    }
  }

  /** oneDNN is told to see no more of the processor than AVX2. */
  @Test
  void saysWhatAProcessorWithoutItsInstructionsLacksAndWhatToDo() throws IOException {
    OtherJvm run =
        OtherJvm.run(Check.class, List.of(OtherJvm.VECTORS), Map.of("DNNL_MAX_CPU_ISA", "AVX2"));
    assertThat(run.output())
        .contains(
            "problem: this processor has no bfloat16 instructions (AVX512_BF16); set"
                + " train.precision to float32");
  }
}
