package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.BarList;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The loss where a passage is met first, where it recurs, and elsewhere. */
final class RecurrenceSection {
  private RecurrenceSection() {}

  static Optional<HtmlPage.Section> of(TrainingReport report) {
    List<RecurrenceRow> rows = report.extras().recurrence();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<BarList.Bar> bars = new ArrayList<>();
    for (RecurrenceRow row : rows) {
      String count = Headline.grouped(row.bytes()) + " bytes";
      bars.add(new BarList.Bar(row.where(), row.bitsPerByte(), count, 1));
    }
    String chart =
        new BarList(
                new Caption("Loss by place", "bits a byte, as measured on held-out documents"),
                Quantity.BITS,
                bars)
            .figure();
    return Optional.of(
        new HtmlPage.Section(
            "recurrence",
            "What recurs",
            "The documents hold passages that come again thousands of characters later. A model"
                + " that uses what it has read needs fewer bits there than on first occurrences.",
            "<div class=\"grid\"><div class=\"wide\">\n" + chart + "</div></div>\n"));
  }
}
