package io.palindrome.jobs.report.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The frame of a chart: grid, ticks, legend and hover values around marks drawn in a square of 1000
 * by 1000 that the page stretches.
 */
record Plot(Caption caption, Range x, Range y) {
  /** Side of the square in which marks are drawn. */
  static final int SIDE = 1000;

  /** A line's name, colour and the values that hovering shows. */
  record Track(String name, int colour, List<Sample> samples, String last) {}

  double across(double value) {
    return SIDE * x.fraction(value);
  }

  double down(double value) {
    return SIDE * (1 - y.fraction(value));
  }

  /** Whether a point lies inside the frame. */
  boolean shows(Sample point) {
    return inside(across(point.x())) && inside(down(point.y()));
  }

  private static boolean inside(double position) {
    return position >= 0 && position <= SIDE;
  }

  /** A figure element that says that there is nothing to show. */
  static String nothing(Caption caption) {
    return """
        <figure class="chart"><figcaption><h3>%s</h3><p>%s</p></figcaption>\
        <p class="nothing">not measured in this run</p></figure>
        """
        .formatted(Markup.escape(caption.title()), Markup.escape(caption.note()));
  }

  /** The figure element; marks are SVG, labels HTML inside the plot area. */
  String figure(String marks, String labels, List<Track> tracks) {
    return """
        <figure class="chart">
        <figcaption><h3>%s</h3><p>%s</p></figcaption>
        <ul class="legend">%s</ul>
        <div class="plot%s" data-hover="%s">
        <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label="%s">%s%s</svg>
        %s%s<div class="cross"></div><div class="tip"></div>
        </div>
        <p class="axis-name">%s</p>
        </figure>
        """
        .formatted(
            Markup.escape(caption.title()),
            Markup.escape(caption.note()),
            legend(tracks),
            labels.isEmpty() ? "" : " labelled",
            Markup.escape(hover(tracks)),
            Markup.escape(caption.title() + ". " + caption.note()),
            grid(),
            marks,
            ticks(),
            labels,
            Markup.escape(x.axis().name()));
  }

  private String grid() {
    return y.ticks().stream()
        .map(t -> number(down(t)))
        .map("<path class=\"grid\" d=\"M0 %1$sH1000\"/>"::formatted)
        .collect(Collectors.joining());
  }

  private String ticks() {
    StringBuilder html = new StringBuilder();
    for (double tick : y.ticks()) {
      html.append(
          "<span class=\"y\" style=\"top:%s%%\">%s</span>"
              .formatted(number(down(tick) / 10), Markup.escape(y.label(tick))));
    }
    for (int i = 0; i < x.ticks().size(); i++) {
      double tick = x.ticks().get(i);
      // On a narrow screen the style sheet hides every other label.
      html.append(
          "<span class=\"x%s\" style=\"left:%s%%\">%s</span>"
              .formatted(
                  i % 2 == 1 && x.ticks().size() > 4 ? " odd" : "",
                  number(across(tick) / 10),
                  Markup.escape(x.label(tick))));
    }
    return html.append('\n').toString();
  }

  private static String legend(List<Track> tracks) {
    return tracks.stream()
        .map(
            t ->
                "<li><i class=\"c%s\"></i>%s <b>%s</b></li>"
                    .formatted(t.colour(), Markup.escape(t.name()), Markup.escape(t.last())))
        .collect(Collectors.joining());
  }

  /** A JSON array of {name, colour, points: [across %, down %, x written, y written]}. */
  private String hover(List<Track> tracks) {
    return tracks.stream()
        .map(
            t ->
                "{\"n\":%s,\"c\":%s,\"p\":[%s]}"
                    .formatted(
                        quoted(t.name()),
                        t.colour(),
                        t.samples().stream().map(this::point).collect(Collectors.joining(","))))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String point(Sample sample) {
    return "[%s,%s,%s,%s]"
        .formatted(
            number(across(sample.x()) / 10),
            number(down(sample.y()) / 10),
            quoted(x.axis().quantity().write(sample.x())),
            quoted(y.axis().quantity().write(sample.y())));
  }

  private static String quoted(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", " ");
    return "\"" + visible.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
  }
}
