package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.Markup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run's HTML page: head, headline figures, then one section after another. */
final class ReportPage {
  private ReportPage() {}

  static String render(TrainingReport report) {
    List<HtmlPage.Section> sections =
        Stream.of(
                DepthSection.of(report),
                Optional.of(CurveSections.learning(report)),
                RecurrenceSection.of(report),
                SampleSection.of(report),
                Optional.of(CurveSections.speedAndMemory(report)),
                Optional.of(CurveSections.reversibility(report)),
                Optional.of(DatasetSection.of(report)),
                Optional.of(ProvenanceSections.configuration(report)),
                Optional.of(ProvenanceSections.provenance(report)))
            .flatMap(Optional::stream)
            .toList();
    return new HtmlPage(
            report.run().name() + " " + report.run().runId() + " - Palindrome",
            masthead(report),
            cards(report) + warnings(report.extras().warnings()),
            sections,
            "Palindrome "
                + report.provenance().software().palindrome()
                + ". The same numbers, for machines: report.json beside this file.")
        .render();
  }

  private static HtmlPage.Masthead masthead(TrainingReport report) {
    RunFacts run = report.run();
    ModelFacts model = report.model();
    String lead =
        "Run %s. Layers: %s; d_model %s; training examples of %s tokens; memory strategy %s."
            .formatted(
                run.runId(),
                model.layers(),
                model.dModel(),
                Headline.grouped(model.length()),
                model.memoryStrategy());
    return new HtmlPage.Masthead(
        "Palindrome training report", run.name(), run.outcome().word(), lead);
  }

  private static String cards(TrainingReport report) {
    StringBuilder cards = new StringBuilder("<dl class=\"cards\">");
    for (Headline figure : Headline.of(report)) {
      cards.append(
          """
          <div class="card%s"><dt>%s</dt><dd class="value">%s<small>%s</small></dd>\
          <dd class="remark">%s</dd></div>
          """
              .formatted(
                  figure.name().equals(Headline.VALIDATION) ? " first" : "",
                  Markup.escape(figure.name()),
                  Markup.escape(figure.value()),
                  Markup.escape(figure.unit()),
                  Markup.escape(figure.remark())));
    }
    return cards.append("</dl>\n").toString();
  }

  private static String warnings(List<String> warnings) {
    return warnings.isEmpty()
        ? ""
        : warnings.stream()
            .map(w -> "<li>" + Markup.escape(w) + "</li>")
            .collect(Collectors.joining("", "<ul class=\"warnings\">", "</ul>\n"));
  }
}
