package io.palindrome.jobs.lab;

import io.palindrome.jobs.report.chart.BarList;
import io.palindrome.jobs.report.chart.Cloud;
import io.palindrome.jobs.report.chart.HeatMap;
import io.palindrome.jobs.report.chart.LineChart;
import io.palindrome.jobs.report.chart.Markup;
import io.palindrome.jobs.report.chart.ScatterChart;
import java.util.ArrayList;
import java.util.List;

/**
 * A chart, table or picture, and the file beside the page that holds its numbers.
 *
 * @param name of the file without {@code .csv}: the section's key, a dash, then small letters,
 *     digits and dashes
 * @param figure HTML
 */
public record Exhibit(String name, String figure, Csv csv, Width width) implements Finding {
  /** How much of the page an exhibit takes. */
  public enum Width {
    /** Stands beside another. */
    HALF,
    WHOLE
  }

  public Exhibit {
    if (!name.matches("[a-z]-[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "an exhibit's name must be like a-error-by-depth, but is " + name);
    }
  }

  /** Lines; the file has a row for every sample. */
  public static Exhibit of(String name, LineChart chart) {
    List<List<String>> rows = new ArrayList<>();
    chart
        .lines()
        .forEach(
            line ->
                line.samples()
                    .forEach(
                        sample ->
                            rows.add(
                                List.of(
                                    line.name(), Csv.exact(sample.x()), Csv.exact(sample.y())))));
    chart.rules().forEach(rule -> rows.add(List.of(rule.name(), "", Csv.exact(rule.y()))));
    List<String> columns = List.of("line", chart.x().name(), chart.y().name());
    return new Exhibit(name, chart.figure(), new Csv(columns, rows), Width.HALF);
  }

  /** Bars; the file has a row for every bar. */
  public static Exhibit of(String name, BarList chart) {
    List<List<String>> rows =
        chart.bars().stream()
            .map(bar -> List.of(bar.label(), Csv.exact(bar.value()), bar.remark()))
            .toList();
    Csv csv = new Csv(List.of("bar", "value", "remark"), rows);
    return new Exhibit(name, chart.figure(), csv, Width.HALF);
  }

  /** Points; the file has a row for every point. */
  public static Exhibit of(String name, ScatterChart chart) {
    List<List<String>> rows = new ArrayList<>();
    chart.clouds().forEach(cloud -> rows.addAll(rows(cloud)));
    List<String> columns = List.of("points", chart.x().name(), chart.y().name());
    return new Exhibit(name, chart.figure(), new Csv(columns, rows), Width.HALF);
  }

  /** A map; the file has a row for every cell, by its middle, then one for every point over it. */
  public static Exhibit of(String name, HeatMap map) {
    HeatMap.Grid grid = map.grid();
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < grid.values().length; row++) {
      for (int column = 0; column < grid.values()[row].length; column++) {
        rows.add(
            List.of(
                "cell",
                Csv.exact(grid.xOf(column)),
                Csv.exact(grid.yOf(row)),
                Csv.exact(grid.values()[row][column])));
      }
    }
    for (Cloud cloud : map.clouds()) {
      rows(cloud).forEach(row -> rows.add(List.of(row.get(0), row.get(1), row.get(2), "")));
    }
    List<String> columns = List.of("kind", grid.x().name(), grid.y().name(), map.name());
    return new Exhibit(name, map.figure(), new Csv(columns, rows), Width.HALF);
  }

  /** A table; the file has the same rows. */
  public static Exhibit of(String name, Table table) {
    return new Exhibit(name, table.figure(), table.csv(), Width.WHOLE);
  }

  /** The same over the whole width. */
  public Exhibit wide() {
    return new Exhibit(name, figure, csv, Width.WHOLE);
  }

  /** Name of the file beside the page. */
  public String file() {
    return name + ".csv";
  }

  @Override
  public String html() {
    String style = width == Width.WHOLE ? "exhibit wide" : "exhibit";
    String file = Markup.escape(file());
    return """
        <div class="%s">
        %s<p class="csv"><a href="%s" download="%s">%s</a></p>
        </div>
        """
        .formatted(style, figure, file, file, file);
  }

  private static List<List<String>> rows(Cloud cloud) {
    return cloud.points().stream()
        .map(point -> List.of(cloud.name(), Csv.exact(point.x()), Csv.exact(point.y())))
        .toList();
  }
}
