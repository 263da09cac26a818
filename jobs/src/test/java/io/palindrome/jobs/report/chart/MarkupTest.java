package io.palindrome.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void escapesWhatHtmlReads() {
    assertThat(Markup.escape("<a href=\"x\">'&'</a>"))
        .isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  }

  @Test
  void showsControlCharactersAndReplacesWhatXmlCannotHold() {
    assertThat(Markup.escape("a\nb\tc\u0000\u001b\r\u007f\ud800\uffff"))
        .isEqualTo("a\nb\tc\u2400\u241b\u240d\ufffd\ufffd\ufffd");
  }

  @Test
  void keepsEveryOtherCharacter() {
    String text = "na\u00efve \u2014 \ud83d\udd11 \u4e2d";
    assertThat(Markup.escape(text)).isEqualTo(text);
  }
}
