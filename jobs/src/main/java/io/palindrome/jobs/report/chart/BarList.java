package io.palindrome.jobs.report.chart;

import java.util.List;
import java.util.stream.Collectors;

/** Horizontal bars, one a row, from zero: a label, the bar, the value and a remark. */
public record BarList(Caption caption, Quantity quantity, List<Bar> bars) {
  /**
   * One bar.
   *
   * @param colour 1 to 6, a colour of the page's palette
   */
  public record Bar(String label, double value, String remark, int colour) {}

  public BarList {
    bars = List.copyOf(bars);
  }

  /** The chart as a figure element. */
  public String figure() {
    double most = bars.stream().mapToDouble(Bar::value).filter(Double::isFinite).max().orElse(1);
    String rows = bars.stream().map(bar -> row(bar, most)).collect(Collectors.joining());
    return """
        <figure class="chart bars">
        <figcaption><h3>%s</h3><p>%s</p></figcaption>
        <table>%s</table>
        </figure>
        """
        .formatted(Markup.escape(caption.title()), Markup.escape(caption.note()), rows);
  }

  private String row(Bar bar, double most) {
    double share = Double.isFinite(bar.value()) && most > 0 ? 100 * bar.value() / most : 0;
    String written = quantity.write(bar.value());
    return """
        <tr><th scope="row">%s</th><td class="bar-cell"><div class="bar-track" title="%s"><div \
        class="bar-fill c%s" style="width:%s%%"></div></div></td><td class="num"><b>%s</b></td>\
        <td class="num remark">%s</td></tr>
        """
        .formatted(
            Markup.escape(bar.label()),
            Markup.escape(bar.label() + ": " + written),
            bar.colour(),
            Plot.number(share),
            Markup.escape(written),
            Markup.escape(bar.remark()));
  }
}
