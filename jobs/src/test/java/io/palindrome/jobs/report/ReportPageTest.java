package io.palindrome.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
  private static final String HOSTILE =
      "</pre><script>alert('x')</script>\" onload=\"y& \u0007\ud800";

  private static final TrainingReport WHOLE = PlausibleRun.whole(300);

  @Test
  void aWholeReportHasEverySectionInOrder() throws Exception {
    assertThat(ids(parsed(ReportPage.render(WHOLE))))
        .containsExactly(
            "depth",
            "learning",
            "recurrence",
            "sample",
            "speed",
            "reversibility",
            "dataset",
            "configuration",
            "provenance");
  }

  @Test
  void aBareReportLeavesOutWhatItHasNotAndIsStillWellFormed() throws Exception {
    Document page = parsed(ReportPage.render(PlausibleRun.bare()));
    assertThat(ids(page))
        .containsExactly(
            "learning", "speed", "reversibility", "dataset", "configuration", "provenance");
    assertThat(page.getDocumentElement().getTextContent()).doesNotContain("NaN", "null");
  }

  @Test
  void refersToNothingOutside() throws Exception {
    String html = ReportPage.render(WHOLE);
    NodeList elements = parsed(html).getElementsByTagName("*");
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      assertThat(element.hasAttribute("src")).isFalse();
      assertThat(element.getTagName()).isNotIn("link", "img", "iframe", "object", "base");
      if (element.hasAttribute("href")) {
        assertThat(element.getAttribute("href")).startsWith("#");
      }
    }
    assertThat(html)
        .doesNotContainPattern(Pattern.compile("https?://|url\\(|@import"))
        .contains("default-src 'none'");
  }

  @Test
  void everyAnchorLeadsToASection() throws Exception {
    Document page = parsed(ReportPage.render(WHOLE));
    List<String> anchors = new ArrayList<>();
    NodeList links = page.getElementsByTagName("a");
    for (int i = 0; i < links.getLength(); i++) {
      anchors.add(((Element) links.item(i)).getAttribute("href").substring(1));
    }
    assertThat(anchors).isEqualTo(ids(page));
  }

  @Test
  void hostileTextStaysText() throws Exception {
    TrainingReport report =
        TrainingReport.of(
                new RunFacts(HOSTILE, HOSTILE, RunOutcome.FAILED, 1, 1, 3),
                new ModelFacts(1, HOSTILE, 2, 1, 64, HOSTILE),
                new DatasetFacts(
                    HOSTILE,
                    HOSTILE,
                    List.of(new DatasetFacts.SplitFacts(HOSTILE, 1, 1)),
                    List.of(new DatasetFacts.LengthBucketFacts(64, 1, 1))),
                HOSTILE,
                new Provenance(
                    new Provenance.Software(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
                    new Provenance.Machine(HOSTILE, 1, 1, HOSTILE, HOSTILE),
                    new Provenance.Inputs(1, HOSTILE, HOSTILE)))
            .withHistory(
                List.of(
                    new EvaluationEntry(1, 5, HOSTILE, 3, 1, 1),
                    new RoundEntry(
                        1,
                        1,
                        5,
                        new RoundEntry.Learning(3, 1, 1, 1, new RoundEntry.Skipped(0, 0)),
                        new RoundEntry.Usage(1, 1, 1),
                        List.of(new RoundEntry.PartSeconds(HOSTILE, 1)))))
            .withBaselines(List.of(new Baseline(HOSTILE, 2)))
            .withSample(new TextSample(HOSTILE, HOSTILE, HOSTILE))
            .withDepthMemory(List.of(new DepthMemory(HOSTILE, 2, 10)))
            .withRecurrence(List.of(new RecurrenceRow(HOSTILE, 1, 1)))
            .withWarning(HOSTILE);
    String html = ReportPage.render(report);
    Document page = parsed(html);
    assertThat(page.getElementsByTagName("script").getLength()).isEqualTo(1);
    assertThat(html).doesNotContain("<script>alert").doesNotContain("\u0007");
    NodeList elements = page.getElementsByTagName("*");
    for (int i = 0; i < elements.getLength(); i++) {
      assertThat(((Element) elements.item(i)).hasAttribute("onload")).isFalse();
    }
    String visible = "</pre><script>alert('x')</script>\" onload=\"y& \u2407\ufffd";
    assertThat(page.getElementsByTagName("pre").item(0).getTextContent()).isEqualTo(visible);
  }

  @Test
  void showsTheHeadlineFigures() throws Exception {
    String text = parsed(ReportPage.render(WHOLE)).getDocumentElement().getTextContent();
    assertThat(text)
        .contains(
            "2.51", "0.35 below the trigram's 2.86", "12.3 M", "2 workers, 2 executors", "4.81 M")
        .contains("1 h 11 min", "largest worker process", "store-all: from 160 MiB at 2 layers")
        .contains(
            "under the third stone of the mill",
            "961,828 tokens",
            "commit 1a6b1fa",
            "d-model = 256");
  }

  @Test
  void isTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      String plain = ReportPage.render(WHOLE);
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(ReportPage.render(WHOLE)).isEqualTo(plain);
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Document parsed(String html) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setErrorHandler(null);
    return builder.parse(new InputSource(new StringReader(html)));
  }

  private static List<String> ids(Document page) {
    List<String> ids = new ArrayList<>();
    NodeList sections = page.getElementsByTagName("section");
    for (int i = 0; i < sections.getLength(); i++) {
      ids.add(((Element) sections.item(i)).getAttribute("id"));
    }
    return ids;
  }
}
