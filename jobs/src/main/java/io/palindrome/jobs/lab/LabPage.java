package io.palindrome.jobs.lab;

import io.palindrome.jobs.report.HtmlPage;
import io.palindrome.jobs.report.chart.Markup;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one HTML page. */
final class LabPage {
  private static final String FACTS =
      "<div class=\"grid\"><div class=\"wide panel\"><dl class=\"facts\">\n";

  private LabPage() {}

  static String render(LabSettings settings, Surroundings surroundings, List<LabResult> results) {
    return new HtmlPage(
            "Laboratory of reversibility - Palindrome",
            new HtmlPage.Masthead(
                "Palindrome laboratory",
                "What reversibility costs, and what it gives",
                settings.pace().word(),
                lead(settings)),
            facts(surroundings.facts(settings)),
            results.stream().map(LabPage::section).toList(),
            "The numbers of every chart and table lie in a CSV file beside this page.")
        .render();
  }

  private static String lead(LabSettings settings) {
    String all =
        "A reversible block can rebuild its inputs from its outputs, so a network of them need not"
            + " store activations. Every claim about that is measured here, on this machine.";
    return settings
        .pace()
        .pick(all, all + " Pace quick: the long trainings are shortened, and say so.");
  }

  private static String facts(Map<String, String> facts) {
    StringBuilder html = new StringBuilder(FACTS);
    facts.forEach(
        (name, value) ->
            html.append(
                "<div><dt>%s</dt><dd>%s</dd></div>\n"
                    .formatted(Markup.escape(name), Markup.escape(value))));
    return html.append("</dl></div></div>\n").toString();
  }

  private static HtmlPage.Section section(LabResult result) {
    StringBuilder body = new StringBuilder();
    boolean inGrid = false;
    for (Finding finding : result.findings()) {
      boolean exhibit = finding instanceof Exhibit;
      if (exhibit != inGrid) {
        body.append(exhibit ? "<div class=\"grid\">\n" : "</div>\n");
        inGrid = exhibit;
      }
      body.append(finding.html());
    }
    body.append(inGrid ? "</div>\n" : "");
    String took = String.format(Locale.ROOT, " Measured in %.0f s.", result.seconds());
    LabSection section = result.section();
    String title = section.key() + ". " + section.title();
    return new HtmlPage.Section(section.key(), title, section.intro() + took, body.toString());
  }
}
