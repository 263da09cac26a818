package io.palindrome.jobs.lab.coupling;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import io.palindrome.model.kernel.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the towers of couplings show. */
record TowerFindings(List<TowerMeasurement> towers, Map<Candidate, Double> seconds) {
  private static final Axis DEPTH = new Axis("blocks", Quantity.COUNT, Scale.LINEAR);

  static TowerFindings of(List<TowerMeasurement> towers, Kernels kernels, long seed) {
    Map<Candidate, Double> seconds = new LinkedHashMap<>();
    for (Candidate candidate :
        List.of(Candidate.ADDITIVE, Candidate.AFFINE, Candidate.MULTIPLICATIVE)) {
      seconds.put(candidate, TowerMeasurement.seconds(candidate, kernels, seed));
    }
    return new TowerFindings(List.copyOf(towers), seconds);
  }

  List<Finding> all() {
    return List.of(
        Finding.text(
            "Towers of blocks at random parameters, in float32: 256 rows, streams of width 16,"
                + " conditioners with one hidden layer of 32 (SiLU). Forward, then the blocks'"
                + " inverse; the error is the distance of the rebuilt inputs from the true ones,"
                + " relative to their length. A conditioner's output varies by about 0.02 around 0"
                + " where it is a shift or the logarithm of a factor, and around 1 where it is the"
                + " factor itself; to meet the safeguard, by 0.25 around 1/4. What overflowed is"
                + " not drawn; an error of 1 means that everything was lost: factors of 1/4 shrink"
                + " a stream below the smallest float32 within some 70 blocks."),
        chart(
            "d-error-by-depth",
            new Caption("Error of the rebuilt inputs", "Relative, by depth, float32."),
            TowerMeasurement::error),
        chart(
            "d-angle-by-depth",
            new Caption(
                "Angle between gradients",
                "Reversible against stored, degrees, over all parameters."),
            TowerMeasurement::degrees),
        table(),
        Finding.text(text()));
  }

  private Exhibit chart(String name, Caption caption, ToDoubleFunction<TowerMeasurement> value) {
    List<Line> lines = new ArrayList<>();
    for (Candidate candidate : Candidate.all()) {
      List<Sample> samples =
          towers.stream()
              .filter(tower -> tower.candidate().equals(candidate))
              .map(tower -> new Sample(tower.blocks(), value.applyAsDouble(tower)))
              .toList();
      lines.add(new Line(candidate.name(), lines.size() + 1, Line.Stroke.DOTTED_POINTS, samples));
    }
    Axis y = new Axis(caption.title(), Quantity.NUMBER, Scale.LOG);
    return Exhibit.of(name, new LineChart(caption, DEPTH, y, lines, List.of()));
  }

  private Exhibit table() {
    int deepest = deepest();
    List<List<Cell>> rows = new ArrayList<>();
    for (Candidate candidate : Candidate.all()) {
      TowerMeasurement tower = at(candidate, deepest);
      double time = seconds.getOrDefault(candidate, Double.NaN);
      rows.add(
          List.of(
              Cell.text(candidate.name()),
              Cell.of(tower.error(), Quantity.NUMBER),
              Cell.of(tower.degrees(), Quantity.NUMBER),
              Cell.of(time, Quantity.SECONDS),
              Cell.of(time / seconds.get(Candidate.ADDITIVE), Quantity.NUMBER)));
    }
    Caption caption =
        new Caption(
            "Couplings compared",
            "Error and angle at %d blocks; the step is reversible, forward and backward, of 8 blocks"
                    .formatted(deepest)
                + " of width 64 on 2,048 rows.");
    List<String> columns =
        List.of("coupling", "error", "angle, degrees", "step", "step against additive");
    return Exhibit.of("d-couplings", new Table(caption, columns, rows));
  }

  private int deepest() {
    return towers.stream().mapToInt(TowerMeasurement::blocks).max().orElseThrow();
  }

  private TowerMeasurement at(Candidate candidate, int blocks) {
    return towers.stream()
        .filter(tower -> tower.candidate().equals(candidate) && tower.blocks() == blocks)
        .findFirst()
        .orElseThrow();
  }

  private String text() {
    int deepest = deepest();
    return String.format(
        Locale.ROOT,
        "When to choose which. Additive: wherever nobody asks for a volume, so in every Reformer"
            + " here; at %d blocks its error is %s, that of affine couplings %s and of factors about"
            + " 1 %s. Affine: for densities, and where a stream must forget or amplify; its factor"
            + " lies between exp(-2) and exp(2), and a step takes %.2f times the additive one's."
            + " Multiplicative: as a gate, and only with factors about 1. Undoing it divides: near"
            + " 0 that multiplies what error the input has by 1/|m|. With factors about 1/4 the"
            + " safeguard (|m| at least 0.1) leaves %s of error at %d blocks where without it there"
            + " is %s, and what it clamps gets no gradient.",
        deepest,
        error(Candidate.ADDITIVE, deepest),
        error(Candidate.AFFINE, deepest),
        error(Candidate.MULTIPLICATIVE, deepest),
        seconds.get(Candidate.AFFINE) / seconds.get(Candidate.ADDITIVE),
        error(Candidate.GUARDED, shallowest()),
        shallowest(),
        error(Candidate.UNGUARDED, shallowest()));
  }

  private int shallowest() {
    return towers.stream().mapToInt(TowerMeasurement::blocks).min().orElseThrow();
  }

  private String error(Candidate candidate, int blocks) {
    double error = at(candidate, blocks).error();
    return Double.isFinite(error) ? String.format(Locale.ROOT, "%.1e", error) : "no finite number";
  }
}
