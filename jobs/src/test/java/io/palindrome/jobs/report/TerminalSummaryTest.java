package io.palindrome.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalSummaryTest {
  @Test
  void givesTheHeadlineFiguresAsPlainLines() {
    List<String> lines = TerminalSummary.lines(PlausibleRun.whole(300));
    assertThat(lines).allMatch(l -> l.matches("[ -~]*")).noneMatch(l -> l.endsWith(" "));
    assertThat(lines)
        .contains(
            "demo: run 2026-11-22-demo-7 done",
            "  validation                                   2.51 bits a byte     0.35 below the trigram's"
                + " 2.86",
            "  recurrences                                  1.94 bits a byte     over 14121 bytes",
            "  warning: The reconstruction error passed 1e-6; set train.memory.strategy ="
                + " recompute");
  }

  @Test
  void aRunWithoutCurvesStillHasASummary() {
    assertThat(TerminalSummary.lines(PlausibleRun.bare()))
        .containsExactly(
            "demo: run 2026-11-22-demo-7 done",
            "  parameters                                   4.81 M               d_model 256, 4 heads",
            "  wall time                                    1 h 11 min           evaluations included");
  }
}
