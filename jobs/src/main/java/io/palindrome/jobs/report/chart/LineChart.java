package io.palindrome.jobs.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Lines against an x axis, with rules across them to compare with. */
public record LineChart(Caption caption, Axis x, Axis y, List<Line> lines, List<Rule> rules) {
  private static final int MOST_SAMPLES = 400;
  private static final int X_TICKS = 6;
  private static final int Y_TICKS = 5;

  /** Labels of rules are kept this far apart, in percent of the plot's height. */
  private static final double LABEL_GAP = 6;

  public LineChart {
    lines = List.copyOf(lines);
    rules = List.copyOf(rules);
  }

  /** The chart as a figure element. */
  public String figure() {
    List<Line> drawn =
        lines.stream().map(this::drawable).filter(l -> !l.samples().isEmpty()).toList();
    if (drawn.isEmpty()) {
      return Plot.nothing(caption);
    }
    List<Rule> shownRules = rules.stream().filter(r -> y.scale().shows(r.y())).toList();
    Stream<Sample> all = drawn.stream().flatMap(l -> l.samples().stream());
    DoubleStream heights =
        DoubleStream.concat(
            drawn.stream().flatMap(l -> l.samples().stream()).mapToDouble(Sample::y),
            shownRules.stream().mapToDouble(Rule::y));
    Plot plot =
        new Plot(
            caption,
            Range.tight(x, all.mapToDouble(Sample::x), X_TICKS),
            Range.rounded(y, heights, Y_TICKS));
    StringBuilder marks = new StringBuilder();
    shownRules.forEach(
        r ->
            marks.append(
                "<path class=\"rule\" d=\"M0 %1$sH1000\"/>"
                    .formatted(Plot.number(plot.down(r.y())))));
    drawn.forEach(line -> marks.append(path(plot, line)));
    return plot.figure(marks.toString(), labels(plot, shownRules), tracks(drawn));
  }

  private Line drawable(Line line) {
    List<Sample> shown =
        line.samples().stream()
            .filter(s -> x.scale().shows(s.x()) && y.scale().shows(s.y()))
            .toList();
    return new Line(line.name(), line.colour(), line.stroke(), Sample.thinned(shown, MOST_SAMPLES));
  }

  private static String path(Plot plot, Line line) {
    StringBuilder path = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (Sample sample : line.samples()) {
      String at = Plot.number(plot.across(sample.x())) + " " + Plot.number(plot.down(sample.y()));
      path.append(path.isEmpty() ? "M" : "L").append(at);
      // A line of no length with a round cap stays a circle however the page stretches the plot.
      dots.append('M').append(at).append("h0");
    }
    String style = line.stroke() == Line.Stroke.FAINT ? "line faint" : "line";
    String drawn = "<path class=\"%s c%s\" d=\"%s\"/>".formatted(style, line.colour(), path);
    boolean dotted = line.stroke() == Line.Stroke.DOTTED_POINTS || line.samples().size() == 1;
    return dotted
        ? drawn + "<path class=\"dots c%s\" d=\"%s\"/>".formatted(line.colour(), dots)
        : drawn;
  }

  private List<Plot.Track> tracks(List<Line> drawn) {
    return drawn.stream()
        .filter(l -> l.stroke() != Line.Stroke.FAINT)
        .map(
            l ->
                new Plot.Track(
                    l.name(),
                    l.colour(),
                    l.samples(),
                    y.quantity().write(l.samples().get(l.samples().size() - 1).y())))
        .toList();
  }

  private String labels(Plot plot, List<Rule> shownRules) {
    List<Rule> downward = new ArrayList<>(shownRules);
    downward.sort(Comparator.comparingDouble(r -> -r.y()));
    StringBuilder html = new StringBuilder();
    double free = Double.NEGATIVE_INFINITY;
    for (Rule rule : downward) {
      double top = Math.max(free, plot.down(rule.y()) / 10);
      free = top + LABEL_GAP;
      html.append(
          "<span class=\"rule-label\" style=\"top:%s%%\">%s <b>%s</b></span>"
              .formatted(
                  Plot.number(top),
                  Markup.escape(rule.name()),
                  Markup.escape(y.quantity().write(rule.y()))));
    }
    return html.toString();
  }
}
