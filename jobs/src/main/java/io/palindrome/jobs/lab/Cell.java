package io.palindrome.jobs.lab;

import io.palindrome.jobs.report.chart.Markup;
import io.palindrome.jobs.report.chart.Quantity;

/**
 * One cell of a table.
 *
 * @param shown on the page
 * @param exact in the CSV file
 * @param align of the page
 */
public record Cell(String shown, String exact, Align align) {
  /** Where a cell's text stands. */
  public enum Align {
    /** Words. */
    LEFT,
    /** Numbers. */
    RIGHT
  }

  /** Words. */
  public static Cell text(String words) {
    return new Cell(words, words, Align.LEFT);
  }

  /** A number: with its unit on the page, with all its digits in the file. */
  public static Cell of(double value, Quantity quantity) {
    return new Cell(quantity.write(value), Csv.exact(value), Align.RIGHT);
  }

  /** A number that the page writes in words of its own, such as "99.9 %". */
  public static Cell of(double value, String shown) {
    return new Cell(shown, Csv.exact(value), Align.RIGHT);
  }

  String html() {
    String style = align == Align.RIGHT ? " class=\"num\"" : "";
    return "<td%s>%s</td>".formatted(style, Markup.escape(shown));
  }
}
