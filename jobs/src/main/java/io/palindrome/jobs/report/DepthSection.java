package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.Axis;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Line;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Markup;
import io.palindrome.jobs.report.chart.Quantity;
import io.palindrome.jobs.report.chart.Sample;
import io.palindrome.jobs.report.chart.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Memory against depth: what each memory strategy needs as layers are added. */
final class DepthSection {
  private DepthSection() {}

  static Optional<HtmlPage.Section> of(TrainingReport report) {
    List<DepthMemory> measured = report.extras().depthMemory();
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    List<String> strategies = measured.stream().map(DepthMemory::strategy).distinct().toList();
    return Optional.of(
        new HtmlPage.Section(
            "depth",
            "Memory against depth",
            "A few training steps at each depth, measured on this machine: the largest number of"
                + " bytes that a step held at once.",
            "<div class=\"depth\">\n"
                + chart(strategies, measured)
                + statement(strategies, measured)
                + "</div>\n"));
  }

  private static String chart(List<String> strategies, List<DepthMemory> measured) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < strategies.size(); i++) {
      List<Sample> samples =
          of(strategies.get(i), measured).stream()
              .map(m -> new Sample(m.layers(), m.peakBytes()))
              .toList();
      lines.add(new Line(strategies.get(i), colour(i), Line.Stroke.DOTTED_POINTS, samples));
    }
    return new LineChart(
            new Caption("Peak memory of a training step", "by number of layers"),
            new Axis("layers", Quantity.COUNT, Scale.LINEAR),
            new Axis("bytes", Quantity.BYTES, Scale.FROM_ZERO),
            lines,
            List.of())
        .figure();
  }

  private static String statement(List<String> strategies, List<DepthMemory> measured) {
    StringBuilder html = new StringBuilder("<div class=\"panel statement\">");
    for (int i = 0; i < strategies.size(); i++) {
      List<DepthMemory> line = of(strategies.get(i), measured);
      DepthMemory shallow = line.get(0);
      DepthMemory deep = line.get(line.size() - 1);
      html.append(
          """
          <div><div class="big c%s">%s</div>\
          <p><b>%s</b>: from %s at %s to %s at %s</p></div>
          """
              .formatted(
                  colour(i),
                  times((double) deep.peakBytes() / shallow.peakBytes()),
                  Markup.escape(strategies.get(i)),
                  Quantity.BYTES.write(shallow.peakBytes()),
                  Headline.plural(shallow.layers(), "layer"),
                  Quantity.BYTES.write(deep.peakBytes()),
                  Headline.plural(deep.layers(), "layer")));
    }
    return html.append("</div>\n").toString();
  }

  /** Orange for the first strategy, blue for the second, then on through the palette. */
  private static int colour(int strategy) {
    return strategy == 0 ? 2 : strategy == 1 ? 1 : strategy + 1;
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, ratio < 2 ? "%.2f times" : "%.1f times", ratio);
  }

  private static List<DepthMemory> of(String strategy, List<DepthMemory> measured) {
    return measured.stream()
        .filter(m -> m.strategy().equals(strategy))
        .sorted(Comparator.comparingInt(DepthMemory::layers))
        .toList();
  }
}
