package io.palindrome.jobs.lab;

import java.util.List;
import java.util.stream.Collectors;

/** The numbers of one exhibit (RFC 4180, with line feeds): a name for each column, then rows. */
public record Csv(List<String> columns, List<List<String>> rows) {
  private static final double EXACT_INTEGERS = 1e15;

  public Csv {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row must have a value for each of the columns %s, but is %s"
                .formatted(columns, row));
      }
    }
  }

  /** A number with every digit that it has; whole numbers without a point, NaN as nothing. */
  static String exact(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }

  /** The file's content. */
  public String render() {
    return line(columns) + rows.stream().map(Csv::line).collect(Collectors.joining());
  }

  private static String line(List<String> values) {
    return values.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
    return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
  }
}
