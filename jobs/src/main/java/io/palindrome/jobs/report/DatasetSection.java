package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.BarList;
import io.palindrome.jobs.report.chart.Caption;
import io.palindrome.jobs.report.chart.Markup;
import io.palindrome.jobs.report.chart.Quantity;
import java.util.List;
import java.util.stream.Collectors;

/** The dataset: its splits and its length buckets. */
final class DatasetSection {
  private DatasetSection() {}

  static HtmlPage.Section of(TrainingReport report) {
    DatasetFacts dataset = report.dataset();
    long documents = dataset.splits().stream().mapToLong(DatasetFacts.SplitFacts::documents).sum();
    long tokens = dataset.splits().stream().mapToLong(DatasetFacts.SplitFacts::tokens).sum();
    return new HtmlPage.Section(
        "dataset",
        "Dataset",
        "%s documents, %s tokens. %s"
            .formatted(Headline.grouped(documents), Headline.grouped(tokens), dataset.path()),
        "<div class=\"grid\">\n" + splits(dataset) + buckets(dataset) + "</div>\n");
  }

  private static String splits(DatasetFacts dataset) {
    String rows =
        dataset.splits().stream()
            .map(s -> row(s.split(), s.documents(), s.tokens(), mean(s.tokens(), s.documents())))
            .collect(Collectors.joining());
    return """
        <div class="panel"><h3>Splits</h3>
        <table><thead><tr><th>split</th><th class="num">documents</th><th class="num">tokens</th>\
        <th class="num">mean length</th></tr></thead><tbody>
        %s</tbody></table></div>
        """
        .formatted(rows);
  }

  private static String row(String name, long documents, long tokens, String mean) {
    return """
        <tr><th scope="row">%s</th><td class="num">%s</td><td class="num">%s</td>\
        <td class="num">%s</td></tr>
        """
        .formatted(
            Markup.escape(name), Headline.grouped(documents), Headline.grouped(tokens), mean);
  }

  private static String buckets(DatasetFacts dataset) {
    List<BarList.Bar> bars =
        dataset.buckets().stream()
            .map(
                b ->
                    new BarList.Bar(
                        "up to " + Headline.grouped(b.maxLength()),
                        b.tokens(),
                        Headline.plural(b.documents(), "document"),
                        3))
            .toList();
    return new BarList(
            new Caption("Length buckets", "tokens of documents by length, all splits"),
            Quantity.COUNT,
            bars)
        .figure();
  }

  private static String mean(long tokens, long documents) {
    return documents == 0 ? "-" : Quantity.COUNT.write((double) tokens / documents);
  }
}
