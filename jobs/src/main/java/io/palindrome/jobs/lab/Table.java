package io.palindrome.jobs.lab;

import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Markup;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of cells below the columns' names. */
public record Table(Caption caption, List<String> columns, List<List<Cell>> rows) {
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  String figure() {
    StringBuilder head = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      boolean right = !rows.isEmpty() && rows.get(0).get(i).align() == Cell.Align.RIGHT;
      head.append(
          "<th scope=\"col\"%s>%s</th>"
              .formatted(right ? " class=\"num\"" : "", Markup.escape(columns.get(i))));
    }
    String body =
        rows.stream()
            .map(row -> row.stream().map(Cell::html).collect(Collectors.joining()))
            .map("<tr>%s</tr>\n"::formatted)
            .collect(Collectors.joining());
    return """
        <figure class="chart">
        <figcaption><h3>%s</h3><p>%s</p></figcaption>
        <div class="scroll"><table><thead><tr>%s</tr></thead><tbody>
        %s</tbody></table></div>
        </figure>
        """
        .formatted(Markup.escape(caption.title()), Markup.escape(caption.note()), head, body);
  }

  Csv csv() {
    return new Csv(columns, rows.stream().map(r -> r.stream().map(Cell::exact).toList()).toList());
  }
}
