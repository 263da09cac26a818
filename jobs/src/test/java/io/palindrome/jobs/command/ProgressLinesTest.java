package io.palindrome.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private final StringWriter out = new StringWriter();
  private final Progress progress = new ProgressLines(new PrintWriter(out), "read");

  @Test
  void aLineForEveryTenth() {
    for (int i = 1; i <= 1000; i++) {
      progress.at(i, 1000, "");
    }
    assertThat(out.toString().lines())
        .hasSize(10)
        .startsWith("read 100/1000")
        .endsWith("read 1000/1000");
  }

  @Test
  void aLineForEveryNote() {
    progress.at(1, 1000, "a");
    progress.at(2, 1000, "b");
    assertThat(out.toString().lines()).containsExactly("read 1/1000: a", "read 2/1000: b");
  }
}
