package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures that a reader wants first; the page's cards and the terminal's lines. */
record Headline(String name, String value, String unit, String remark) {
  private static final String BITS = "bits a byte";

  static final String VALIDATION = "validation";

  static List<Headline> of(TrainingReport report) {
    List<Headline> figures = new ArrayList<>();
    Curves curves = report.curves();
    validation(report).ifPresent(figures::add);
    last(curves.trainingLoss())
        .ifPresent(
            p -> figures.add(new Headline("training loss", bits(p.value()), BITS, trained(p))));
    last(curves.trainingLoss())
        .ifPresent(
            p ->
                figures.add(
                    new Headline("tokens trained", count(p.tokens()), "", workers(report))));
    throughput(curves).ifPresent(figures::add);
    most(curves.residentBytes())
        .ifPresent(
            p ->
                figures.add(
                    new Headline(
                        "peak resident memory",
                        Quantity.BYTES.write(p.value()),
                        "",
                        "largest worker process")));
    ModelFacts model = report.model();
    figures.add(
        new Headline(
            "parameters",
            count(model.parameters()),
            "",
            "d_model %s, %s heads".formatted(model.dModel(), model.heads())));
    most(curves.reconstructionError())
        .ifPresent(
            p ->
                figures.add(
                    new Headline(
                        "reconstruction error",
                        Quantity.NUMBER.write(p.value()),
                        "",
                        "largest difference from the embedding")));
    if (curves.allSkippedSteps() > 0) {
      String skipped = count(curves.allSkippedSteps());
      figures.add(new Headline("skipped steps", skipped, "", "loss or gradient not finite"));
    }
    figures.add(
        new Headline("wall time", duration(report.run().seconds()), "", "evaluations included"));
    return figures;
  }

  /** Points of the validation split; empty where none was evaluated. */
  static List<Point> validationPoints(Curves curves) {
    return curves.evaluations().stream()
        .filter(s -> s.name().equals(VALIDATION))
        .findFirst()
        .map(Series::points)
        .orElse(List.of());
  }

  private static Optional<Headline> validation(TrainingReport report) {
    Optional<Baseline> best =
        report.extras().baselines().stream().min(Comparator.comparingDouble(Baseline::bitsPerByte));
    return last(validationPoints(report.curves()))
        .map(
            p ->
                new Headline(
                    VALIDATION,
                    bits(p.value()),
                    BITS,
                    best.map(b -> compared(p.value(), b)).orElse("after round " + p.round())));
  }

  private static String compared(double value, Baseline baseline) {
    double difference = baseline.bitsPerByte() - value;
    return String.format(
        Locale.ROOT,
        "%.2f %s the %s's %.2f",
        Math.abs(difference),
        difference >= 0 ? "below" : "above",
        baseline.name(),
        baseline.bitsPerByte());
  }

  private static Optional<Headline> throughput(Curves curves) {
    double[] sorted =
        curves.tokensPerSecond().stream().mapToDouble(Point::value).sorted().toArray();
    return sorted.length == 0
        ? Optional.empty()
        : Optional.of(
            new Headline(
                "throughput",
                Quantity.COUNT.write(sorted[sorted.length / 2]),
                "tokens/s",
                "median over rounds"));
  }

  private static String workers(TrainingReport report) {
    RunFacts run = report.run();
    return "%s, %s".formatted(plural(run.workers(), "worker"), plural(run.executors(), "executor"));
  }

  static String plural(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** A whole number with thousands set apart: 961,828. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String trained(Point last) {
    return "mean of round " + last.round();
  }

  private static Optional<Point> last(List<Point> points) {
    return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
  }

  private static Optional<Point> most(List<Point> points) {
    return points.stream().max(Comparator.comparingDouble(Point::value));
  }

  private static String bits(double value) {
    return Quantity.BITS.write(value);
  }

  private static String count(long value) {
    return Quantity.COUNT.write(value);
  }

  static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "not measured";
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }
}
