package io.palindrome.jobs.lab.memory;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.lab.memory.StepTimes.Strategy;
import io.palindrome.jobs.lab.memory.StepTimes.Timed;
import io.palindrome.jobs.report.chart.BarList;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Quantity;
import java.util.List;
import java.util.Locale;

/** Time against memory, as bars, a table and words. */
final class TimeFindings {
  private TimeFindings() {}

  static List<Finding> of(List<Timed> timed, int repeats) {
    Timed base = of(timed, StepTimes.STORE_ALL);
    Timed reversible = of(timed, StepTimes.REVERSIBLE);
    List<BarList.Bar> bars =
        timed.stream()
            .map(
                t ->
                    new BarList.Bar(
                        t.strategy().name(),
                        t.seconds(),
                        percent(overhead(t, base)),
                        t.strategy().equals(StepTimes.REVERSIBLE) ? 2 : 1))
            .toList();
    String note =
        "whole steps of %d layers, width 128, %d tokens; median of %d, taking turns"
            .formatted(StepTimes.LAYERS, StepTimes.LENGTH, repeats);
    return List.of(
        Exhibit.of(
                "b-time", new BarList(new Caption("Seconds a step", note), Quantity.SECONDS, bars))
            .wide(),
        table(timed, base, note),
        Finding.text(
            "What it means: rebuilding costs %s of a standard step's time with reversible blocks;"
                    .formatted(percent(overhead(reversible, base)))
                + " the literature says 33 to 50 %, which is one more forward pass next to a"
                + " backward pass of twice its cost. Recomputing costs the same forward pass whatever"
                + " the interval; the interval only moves memory between kept streams and the"
                + " evaluations of one segment, with the least near the root of the number of"
                + " layers. So: store all while it fits; then recompute at about the root of the"
                + " depth, which is exact to the bit; reversible where depth times length is large,"
                + " because nothing else is as small."));
  }

  private static Exhibit table(List<Timed> timed, Timed base, String note) {
    List<List<Cell>> rows =
        timed.stream()
            .map(
                t ->
                    List.of(
                        Cell.text(t.strategy().name()),
                        Cell.of(t.seconds(), Quantity.SECONDS),
                        Cell.of(overhead(t, base), percent(overhead(t, base))),
                        Cell.of((double) t.peakBytes(), Quantity.BYTES),
                        Cell.of((double) t.peakBytes() / base.peakBytes(), Quantity.NUMBER)))
            .toList();
    return Exhibit.of(
        "b-overhead",
        new Table(
            new Caption("Time and memory of every strategy", note),
            List.of(
                "strategy", "seconds a step", "overhead in time", "peak bytes", "of store all's"),
            rows));
  }

  private static Timed of(List<Timed> timed, Strategy strategy) {
    return timed.stream().filter(t -> t.strategy().equals(strategy)).findFirst().orElseThrow();
  }

  static double overhead(Timed timed, Timed base) {
    return timed.seconds() / base.seconds() - 1;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%+.0f %%", 100 * share);
  }
}
