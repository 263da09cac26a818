package io.palindrome.jobs.lab.convolution;

import io.palindrome.jobs.lab.Cell;
import io.palindrome.jobs.lab.Exhibit;
import io.palindrome.jobs.lab.Finding;
import io.palindrome.jobs.lab.Table;
import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Rule;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import io.palindrome.model.convolution.GeneratedImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The trainings as charts, a table and words. */
record LearningFindings(List<Learning> learned) {
  private static final double PERCENT = 100;
  private static final double CHANCE = 1.0 / GeneratedImages.CLASSES;
  private static final Axis STEPS = new Axis("training steps", Quantity.COUNT, Scale.LINEAR);

  LearningFindings {
    learned = List.copyOf(learned);
  }

  List<Finding> all() {
    return List.of(
        Finding.text(setup()),
        chart(
            "c-accuracy",
            new Caption("Accuracy", "percent of %d held-out images".formatted(Learning.HELD_OUT)),
            new Axis("percent right", Quantity.NUMBER, Scale.FROM_ZERO),
            point -> PERCENT * point.accuracy(),
            new Rule("chance", PERCENT * CHANCE)),
        chart(
            "c-loss",
            new Caption("Loss", "nats an image; every image is seen once"),
            new Axis("nats an image", Quantity.NUMBER, Scale.FROM_ZERO),
            Learning.Point::loss,
            new Rule("chance", -Math.log(CHANCE))),
        table(),
        Finding.text(meaning()));
  }

  private String setup() {
    return String.format(
        Locale.ROOT,
        "Images of %d x %d pixels show a disc, square, triangle or ring with stripes or checks: %d"
            + " classes. Place, size, direction, period and all three colours are drawn anew for"
            + " each, and every value gets noise of deviation %.1f, so that neither a colour nor a"
            + " place gives the class away. The networks have three stages and between %,d and"
            + " %,d parameters (%.1f %% apart); each learns from the same %,d images, %d a step,"
            + " with Adam, a warm-up and a cosine from a rate of %s. Evaluation normalizes with"
            + " running statistics.",
        Contestant.SIDE,
        Contestant.SIDE,
        GeneratedImages.CLASSES,
        Contestant.NOISE,
        smallest(),
        largest(),
        PERCENT * (largest() - smallest()) / smallest(),
        learned.get(0).last().steps() * Learning.BATCH,
        Learning.BATCH,
        Learning.LEARNING_RATE);
  }

  private int smallest() {
    return learned.stream().mapToInt(Learning::parameters).min().orElseThrow();
  }

  private int largest() {
    return learned.stream().mapToInt(Learning::parameters).max().orElseThrow();
  }

  private Exhibit chart(
      String name, Caption caption, Axis y, ToDoubleFunction<Learning.Point> value, Rule rule) {
    List<Line> lines = new ArrayList<>();
    for (Learning one : learned) {
      List<Sample> samples =
          one.points().stream().map(p -> new Sample(p.steps(), value.applyAsDouble(p))).toList();
      lines.add(
          new Line(one.contestant().label(), lines.size() + 1, Line.Stroke.DOTTED_POINTS, samples));
    }
    return Exhibit.of(name, new LineChart(caption, STEPS, y, lines, List.of(rule)));
  }

  private Exhibit table() {
    List<List<Cell>> rows =
        learned.stream()
            .map(
                one ->
                    List.of(
                        Cell.text(one.contestant().label()),
                        Cell.of((double) one.parameters(), "%,d".formatted(one.parameters())),
                        Cell.of(one.last().accuracy(), percent(one)),
                        Cell.of(one.last().loss(), Quantity.NUMBER),
                        Cell.of((double) one.peakBytes(), Quantity.BYTES),
                        Cell.of(one.seconds(), Quantity.SECONDS)))
            .toList();
    return Exhibit.of(
        "c-networks",
        new Table(
            new Caption(
                "Networks of one size",
                "after %d steps of %d images; RevNets are reversed, the ResNet is stored"
                    .formatted(learned.get(0).last().steps(), Learning.BATCH)),
            List.of(
                "network", "parameters", "accuracy", "loss", "peak bytes", "median seconds a step"),
            rows));
  }

  private static String percent(Learning one) {
    return String.format(Locale.ROOT, "%.1f %%", PERCENT * one.last().accuracy());
  }

  private Learning of(Contestant contestant) {
    return learned.stream().filter(one -> one.contestant() == contestant).findFirst().orElseThrow();
  }

  private String meaning() {
    Learning residual = of(Contestant.RESNET);
    String reversible =
        learned.stream()
            .filter(one -> one.contestant() != Contestant.RESNET)
            .map(
                one ->
                    String.format(
                        Locale.ROOT,
                        "%s names %s right (%+.1f points) with %.2f of the memory",
                        one.contestant().label(),
                        percent(one),
                        PERCENT * (one.last().accuracy() - residual.last().accuracy()),
                        (double) one.peakBytes() / residual.peakBytes()))
            .collect(Collectors.joining("; "));
    return "What it means: the ResNet names %s right in the end. Against it, %s."
            .formatted(percent(residual), reversible)
        + " One training each: a few points either way are the start and the order of images, not"
        + " the network. In a bottleneck the 3x3 convolution sees only the narrow inside of a branch;"
        + " for the same size streams are wider, so that reversing saves less. Squeezing loses"
        + " nothing between stages, but makes each stage four times as wide as the one before,"
        + " which narrow insides have to pay for.";
  }
}
