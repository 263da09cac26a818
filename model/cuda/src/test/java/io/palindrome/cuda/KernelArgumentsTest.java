package io.palindrome.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;

class KernelArgumentsTest {
  @Test
  void liesWhereTheDriverReads() {
    try (KernelArguments arguments = new KernelArguments()) {
      arguments.of("other", -1L, -1L, -1L, -1L);
      PointerPointer<Pointer> cells = arguments.of("kernel", 1L << 40, 7, 0.5f);
      assertThat(new LongPointer(cells.get(0)).get()).isEqualTo(1L << 40);
      assertThat(new IntPointer(cells.get(1)).get()).isEqualTo(7);
      assertThat(new FloatPointer(cells.get(2)).get()).isEqualTo(0.5f);
      assertThat(arguments.of("kernel", 2L)).isSameAs(cells);
      assertThat(new LongPointer(cells.get(0)).get()).isEqualTo(2);
    }
  }

  @Test
  void refusesWhatKernelsDoNotTake() {
    try (KernelArguments arguments = new KernelArguments()) {
      assertThatThrownBy(() -> arguments.of("fill", 1L, 2.0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "argument 1 of kernel fill must be a Long, an Integer or a Float, but is 2.0");
      assertThatThrownBy(() -> arguments.of("fill", new Object[65]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("arguments of kernel fill must be at most 64, but are 65");
    }
  }
}
