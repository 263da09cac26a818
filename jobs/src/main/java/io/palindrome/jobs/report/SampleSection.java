package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.Markup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the model wrote: the prompt stands out, the continuation follows it. */
final class SampleSection {
  private SampleSection() {}

  static Optional<HtmlPage.Section> of(TrainingReport report) {
    List<TextSample> samples = report.extras().samples();
    return samples.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HtmlPage.Section(
                "sample",
                "What it writes",
                "The prompt is in colour; the model wrote the rest. Control characters are shown as"
                    + " their pictures.",
                samples.stream()
                    .map(SampleSection::panel)
                    .collect(
                        Collectors.joining(
                            "", "<div class=\"grid\"><div class=\"wide\">", "</div></div>\n"))));
  }

  private static String panel(TextSample sample) {
    return """
        <div class="panel"><p class="settings">%s</p>
        <p class="sample"><span class="prompt">%s</span><span class="continuation">%s</span></p></div>
        """
        .formatted(
            Markup.escape(sample.settings()),
            Markup.escape(sample.prompt()),
            Markup.escape(sample.continuation()));
  }
}
