package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.Markup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The HTML page: head, headline figures, then one section after another. It refers to nothing
 * outside itself, and its content security policy forbids the browser to fetch anything.
 */
final class ReportPage {
  /** Eleven bars that read the same backwards. */
  private static final int[] MARK = {6, 12, 9, 18, 14, 26, 14, 18, 9, 12, 6};

  private ReportPage() {}

  /** A part of the page with a heading; the id is its anchor. */
  record Section(String id, String title, String intro, String body) {
    private String html() {
      return "<section id=\"%s\">\n<h2>%s</h2>\n<p class=\"intro\">%s</p>\n%s</section>\n"
          .formatted(id, Markup.escape(title), Markup.escape(intro), body);
    }
  }

  static String render(TrainingReport report) {
    List<Section> sections =
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
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; script-src 'unsafe-inline'"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s%s%s%s%s<footer>%s</footer>
        </main>
        <script>
        %s</script>
        </body>
        </html>
        """
        .formatted(
            Markup.escape(report.run().name() + " " + report.run().runId() + " - Palindrome"),
            resource("report.css"),
            masthead(report),
            navigation(sections),
            cards(report),
            warnings(report.extras().warnings()),
            sections.stream().map(Section::html).collect(Collectors.joining()),
            Markup.escape("Palindrome " + report.provenance().software().palindrome())
                + ". The same numbers, for machines: report.json beside this file.",
            resource("report.js"));
  }

  private static String masthead(TrainingReport report) {
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
    return """
        <header>
        <div class="mast">%s<span>Palindrome training report</span></div>
        <div class="title"><h1>%s</h1><span class="badge %s">%s</span></div>
        <p class="lead">%s</p>
        </header>
        """
        .formatted(
            mark(),
            Markup.escape(run.name()),
            run.outcome().word(),
            run.outcome().word(),
            Markup.escape(lead));
  }

  private static String mark() {
    StringBuilder svg = new StringBuilder("<svg viewBox=\"0 0 54 26\" aria-hidden=\"true\">");
    for (int i = 0; i < MARK.length; i++) {
      svg.append(
          "<rect class=\"bar c%s\" x=\"%s\" y=\"%s\" width=\"3\" height=\"%s\" rx=\"1.5\"/>"
              .formatted(i == 5 ? 2 : 1, 5 * i, (26 - MARK[i]) / 2, MARK[i]));
    }
    return svg.append("</svg>").toString();
  }

  private static String navigation(List<Section> sections) {
    return sections.stream()
        .map(s -> "<a href=\"#%s\">%s</a>".formatted(s.id(), Markup.escape(s.title())))
        .collect(Collectors.joining("", "<nav>", "</nav>\n"));
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

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "Cannot read " + name + ": it is not on the class path; rebuild the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
