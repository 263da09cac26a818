package io.palindrome.jobs.planning;

import io.palindrome.conf.MemoryStrategyKind;
import io.palindrome.model.plan.MemoryLine;
import io.palindrome.model.plan.MemorySpectrum;
import io.palindrome.model.plan.StepPlan;
import io.palindrome.model.reversible.RecomputeInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A spectrum of plans as a table: lines of memory down, strategies across. */
public final class PlanTable {
  private static final int COLUMNS = 6;
  private static final double GIGA = 1e9;
  private static final int PERCENT = 100;

  private final RunPlanner planner;
  private final MemorySpectrum spectrum;

  /** A table of what {@code planner} planned. */
  public PlanTable(RunPlanner planner, MemorySpectrum spectrum) {
    this.planner = planner;
    this.spectrum = spectrum;
  }

  /** The table, as many strategies side by side as fit a line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "a step of %,d x %,d tokens in %s, of which %s are left for it"
            .formatted(
                planner.steps().shape().batch(),
                planner.steps().shape().length(),
                planner.room().text(),
                Bytes.text(spectrum.available())));
    List<StepPlan> plans = spectrum.plans();
    for (int first = 0; first < plans.size(); first += COLUMNS) {
      lines.add("");
      addTable(plans.subList(first, Math.min(first + COLUMNS, plans.size())), lines);
    }
    lines.add("");
    lines.add(interval());
    return lines;
  }

  private void addTable(List<StepPlan> plans, List<String> lines) {
    lines.add(row("", plans, this::header));
    for (MemoryLine line : MemoryLine.values()) {
      lines.add(row(line.label(), plans, plan -> Bytes.text(plan.memory().of(line))));
    }
    lines.add(row("total", plans, plan -> Bytes.text(plan.memory().total())));
    lines.add(row("  in the heap", plans, plan -> Bytes.text(plan.memory().heap())));
    lines.add(row("  outside", plans, plan -> Bytes.text(plan.memory().offHeap())));
    lines.add(row("GFLOP", plans, plan -> text("%,.1f", plan.flops() / GIGA)));
    lines.add(
        row(
            "more than store-all",
            plans,
            plan -> text("%.1f %%", PERCENT * plan.overheadOver(spectrum.storeAll()))));
    lines.add(row("fits", plans, plan -> plan.memory().fits(spectrum.available()) ? "yes" : "no"));
  }

  private String header(StepPlan plan) {
    if (plan.strategy().strategy() != MemoryStrategyKind.RECOMPUTE) {
      return plan.name();
    }
    int every = plan.strategy().recomputeEvery();
    return "every " + every + (every == planner.steps().leastHeld() ? " (sqrt)" : "");
  }

  private static String row(String label, List<StepPlan> plans, Function<StepPlan, String> cell) {
    StringBuilder row = new StringBuilder(text("%-24s", label));
    plans.forEach(plan -> row.append(text("%15s", cell.apply(plan))));
    return row.toString().stripTrailing();
  }

  private static String text(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Where recomputing holds fewest blocks. */
  private String interval() {
    RecomputeInterval interval =
        RecomputeInterval.leastHeld(planner.steps().model().layers().size());
    return String.format(
        Locale.ROOT,
        "every %d of %d layers (sqrt) holds %d inputs and %d layers at once, %d of %d, and computes"
            + " %d layers again",
        interval.every(),
        interval.blocks(),
        interval.kept(),
        interval.inSegment(),
        interval.held(),
        interval.blocks(),
        interval.recomputed());
  }

  /** One line about a plan: its name and its figures. */
  public String line(StepPlan plan) {
    StepRoom room = planner.room();
    return String.format(
        Locale.ROOT,
        "%s: %s (%s %s, of %s), %,.1f GFLOP, %.1f %% more than store-all, which needs %s",
        plan.name(),
        Bytes.text(plan.memory().total()),
        Bytes.text(room.takenBy(plan.memory())),
        room.place(),
        Bytes.text(spectrum.available()),
        plan.flops() / GIGA,
        PERCENT * plan.overheadOver(spectrum.storeAll()),
        Bytes.text(spectrum.storeAll().memory().total()));
  }
}
