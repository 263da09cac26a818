package io.palindrome.jobs.report;

import io.palindrome.jobs.report.chart.Markup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A page of this product: head, then one section after another. It refers to nothing outside
 * itself, and its content security policy forbids the browser to fetch anything.
 *
 * @param title of the browser's window
 * @param opening HTML between the navigation and the first section
 * @param footer plain text
 */
public record HtmlPage(
    String title, Masthead masthead, String opening, List<Section> sections, String footer) {
  /** Eleven bars that read the same backwards. */
  private static final int[] MARK = {6, 12, 9, 18, 14, 26, 14, 18, 9, 12, 6};

  public HtmlPage {
    sections = List.copyOf(sections);
  }

  /**
   * What stands at the top, all plain text.
   *
   * @param kind what sort of page it is
   * @param badge one word beside the heading, which is also its class in the style sheet
   */
  public record Masthead(String kind, String heading, String badge, String lead) {
    private String html() {
      return """
          <header>
          <div class="mast">%s<span>%s</span></div>
          <div class="title"><h1>%s</h1><span class="badge %s">%s</span></div>
          <p class="lead">%s</p>
          </header>
          """
          .formatted(
              mark(),
              Markup.escape(kind),
              Markup.escape(heading),
              Markup.escape(badge),
              Markup.escape(badge),
              Markup.escape(lead));
    }
  }

  /** A part of the page with a heading; the id is its anchor, the body HTML. */
  public record Section(String id, String title, String intro, String body) {
    private String html() {
      return "<section id=\"%s\">\n<h2>%s</h2>\n<p class=\"intro\">%s</p>\n%s</section>\n"
          .formatted(id, Markup.escape(title), Markup.escape(intro), body);
    }
  }

  /** The page as HTML that is also well-formed XML. */
  public String render() {
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
        %s%s%s%s<footer>%s</footer>
        </main>
        <script>
        %s</script>
        </body>
        </html>
        """
        .formatted(
            Markup.escape(title),
            resource("report.css"),
            masthead.html(),
            navigation(),
            opening,
            sections.stream().map(Section::html).collect(Collectors.joining()),
            Markup.escape(footer),
            resource("report.js"));
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

  private String navigation() {
    return sections.stream()
        .map(s -> "<a href=\"#%s\">%s</a>".formatted(s.id(), Markup.escape(s.title())))
        .collect(Collectors.joining("", "<nav>", "</nav>\n"));
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
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
