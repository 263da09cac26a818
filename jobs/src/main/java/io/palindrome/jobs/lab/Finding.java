package io.palindrome.jobs.lab;

import io.palindrome.jobs.report.chart.Markup;

/** A piece of a section. */
public sealed interface Finding permits Finding.Text, Exhibit {
  /** HTML of the piece. */
  String html();

  /** A paragraph of plain text: what is measured, what it means, what to choose. */
  static Finding text(String paragraph) {
    return new Text(paragraph);
  }

  /** A paragraph of plain text. */
  record Text(String paragraph) implements Finding {
    @Override
    public String html() {
      return "<p class=\"text\">%s</p>\n".formatted(Markup.escape(paragraph));
    }
  }
}
