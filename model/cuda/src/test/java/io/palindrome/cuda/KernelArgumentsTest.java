package io.palindrome.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.cuda.LaunchArguments;
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
      arguments.of(LaunchArguments.of("other", -1L, -1L, -1L, -1L));
      PointerPointer<Pointer> cells = arguments.of(LaunchArguments.of("kernel", 1L << 40, 7, 0.5f));
      assertThat(new LongPointer(cells.get(0)).get()).isEqualTo(1L << 40);
      assertThat(new IntPointer(cells.get(1)).get()).isEqualTo(7);
      assertThat(new FloatPointer(cells.get(2)).get()).isEqualTo(0.5f);
      assertThat(arguments.of(LaunchArguments.of("kernel", 2L))).isSameAs(cells);
      assertThat(new LongPointer(cells.get(0)).get()).isEqualTo(2);
    }
  }
}
