package io.palindrome.jobs.lab.coupling;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Pace;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Cloud;
import io.palindrome.jobs.report.chart.HeatMap;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import io.palindrome.jobs.report.chart.ScatterChart;
import io.palindrome.model.coupling.Coupling;
import io.palindrome.model.flow.Points;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the trained flows show. */
record FlowFindings(List<FlowMeasurement> flows, Pace pace) {
  private static final int SMOOTHING = 10;

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.text(what()));
    findings.add(losses());
    findings.add(table());
    for (FlowMeasurement flow : flows) {
      findings.add(density(flow));
      findings.add(samples(flow));
    }
    findings.add(Finding.text(text()));
    return findings;
  }

  private String what() {
    int steps = flows.get(0).losses().length;
    return String.format(
        Locale.ROOT,
        "Flows of six blocks over the plane, one coordinate in each stream, trained for %,d steps of"
            + " 256 fresh points by exact log-likelihood with Adam, under the reversible strategy:"
            + " log p(x) = log normal(z) + log |det dz/dx|.%s",
        steps,
        pace.pick("", " Shortened by the pace quick: the full laboratory trains 1,200 steps."));
  }

  private Exhibit losses() {
    List<Line> lines = new ArrayList<>();
    for (FlowMeasurement flow : flows) {
      List<Sample> samples = new ArrayList<>();
      for (int step = 0; step < flow.losses().length; step++) {
        samples.add(new Sample(step + 1.0, flow.losses()[step]));
      }
      List<Sample> smooth = Sample.smoothed(samples, SMOOTHING);
      lines.add(new Line(flow.name(), lines.size() + 1, Line.Stroke.SOLID, smooth));
    }
    Caption caption =
        new Caption("Training", "Negative log-likelihood, mean of 21 steps; lower is better.");
    Axis x = new Axis("steps", Quantity.COUNT, Scale.LINEAR);
    Axis y = new Axis("nats a point", Quantity.BITS, Scale.LINEAR);
    return Exhibit.of("d-flow-training", new LineChart(caption, x, y, lines, List.of())).wide();
  }

  private Exhibit table() {
    List<List<Cell>> rows = new ArrayList<>();
    for (FlowMeasurement flow : flows) {
      rows.add(
          List.of(
              Cell.text(flow.dataName()),
              Cell.text(flow.candidate().name()),
              Cell.of(flow.heldOut(), Quantity.NUMBER),
              Cell.of(flow.gaussian(), Quantity.NUMBER),
              Cell.of(flow.integral(), String.format(Locale.ROOT, "%.4f", flow.integral())),
              Cell.of(flow.inside(), String.format(Locale.ROOT, "%.4f", flow.inside())),
              Cell.of(flow.roundTrip(), Quantity.NUMBER)));
    }
    Caption caption =
        new Caption(
            "Flows",
            "Log-likelihood of 10,000 points that were not trained on; integral of the density over"
                + " a square of side 12 in 360,000 cells, and the share of 10,000 samples that lie"
                + " in it; relative error of data that went to noise"
                + " and back, float32.");
    List<String> columns =
        List.of(
            "data",
            "coupling",
            "flow, nats a point",
            "fitted Gaussian",
            "integral",
            "samples in it",
            "round trip error");
    return Exhibit.of("d-flows", new Table(caption, columns, rows));
  }

  private static String file(String what, FlowMeasurement flow) {
    String kind = flow.candidate().coupling() instanceof Coupling.Additive ? "-additive" : "";
    return "d-%s-%s%s".formatted(what, flow.dataName().replace(' ', '-'), kind);
  }

  private static Exhibit density(FlowMeasurement flow) {
    Caption caption = new Caption("Density: " + flow.name(), "The flow's own, exact.");
    HeatMap.Extent x1 = new HeatMap.Extent("x1", -FlowMeasurement.HALF, FlowMeasurement.HALF);
    HeatMap.Extent x2 = new HeatMap.Extent("x2", -FlowMeasurement.HALF, FlowMeasurement.HALF);
    HeatMap.Grid grid = new HeatMap.Grid(x1, x2, flow.density());
    return Exhibit.of(
        file("density", flow), new HeatMap(caption, "density", Quantity.NUMBER, grid, List.of()));
  }

  private static Exhibit samples(FlowMeasurement flow) {
    Caption caption =
        new Caption("Samples: " + flow.name(), "Normal noise through the inverse, beside data.");
    Points data = flow.data().points(0, 0, flow.samples().count());
    List<Cloud> clouds =
        List.of(
            new Cloud("data", 2, samples(data)), new Cloud("samples", 1, samples(flow.samples())));
    Axis x1 = new Axis("x1", Quantity.NUMBER, Scale.LINEAR);
    Axis x2 = new Axis("x2", Quantity.NUMBER, Scale.LINEAR);
    return Exhibit.of(file("samples", flow), new ScatterChart(caption, x1, x2, clouds));
  }

  private static List<Sample> samples(Points points) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < points.count(); i++) {
      samples.add(new Sample(points.x1()[i], points.x2()[i]));
    }
    return samples;
  }

  private String text() {
    FlowMeasurement affine = flows.get(0);
    FlowMeasurement additive = flows.get(1);
    double worst =
        flows.stream()
            .mapToDouble(flow -> Math.abs(flow.integral() - flow.inside()))
            .max()
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "A density integrates over the square to the share of its samples that lie there: within"
            + " %.4f here, of which a drawn share alone varies by some thousandths. For the affine"
            + " flow of the moons the integral is %.4f, for the additive one %.4f; what is missing"
            + " lies outside the square. On the two moons the affine flow reaches %.2f nats a"
            + " point, the additive one %.2f and a fitted Gaussian %.2f. An additive flow cannot"
            + " change a volume, so it can bend the normal density but nowhere press it together;"
            + " that is what the factor is for.",
        worst,
        affine.integral(),
        additive.integral(),
        affine.heldOut(),
        additive.heldOut(),
        affine.gaussian());
  }
}
