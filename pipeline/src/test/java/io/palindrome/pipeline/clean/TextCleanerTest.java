package io.palindrome.pipeline.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.pipeline.document.Document;
import io.palindrome.pipeline.document.RawText;
import io.palindrome.pipeline.document.RejectedFileException;
import io.palindrome.pipeline.document.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextCleanerTest {
  @Test
  void makesLineEndsAndNormalFormC() throws RejectedFileException {
    assertThat(clean("\r\n \r\nCafe\u0301  \r\nb\rc\n\n\n").text()).isEqualTo("Café\nb\nc\n");
  }

  @Test
  void leavesATextWithoutMarksAsItIs() throws RejectedFileException {
    Document document = clean("I wrote to Project Gutenberg.\n\n*** the end ***\n");
    assertThat(document.text()).isEqualTo("I wrote to Project Gutenberg.\n\n*** the end ***\n");
    assertThat(document.facts().flags()).isEmpty();
    assertThat(document.facts().attribution().title()).isEmpty();
  }

  @Test
  void takesTheBookFromBetweenTheMarkers() throws RejectedFileException {
    Document document =
        clean(
            """
            The Project Gutenberg EBook of Short, by A. Writer

            Title: Short
                   And Shorter

            Author: A. Writer
            Language: French

            ***START OF THE PROJECT GUTENBERG EBOOK SHORT***


            E-text prepared by Somebody
            and others

            SHORT

            It was short.



            End of the Project Gutenberg EBook of Short, by A.
            Writer

            *** END OF THIS PROJECT GUTENBERG EBOOK SHORT ***

            *** START: FULL LICENSE ***
            """);
    assertThat(document.text()).isEqualTo("SHORT\n\nIt was short.\n");
    assertThat(document.facts().attribution().title()).isEqualTo("Short And Shorter");
    assertThat(document.facts().attribution().author()).isEqualTo("A. Writer");
    assertThat(document.facts().attribution().language()).isEqualTo("fr");
    assertThat(document.facts().flags()).containsExactly("gutenberg-footer", "gutenberg-header");
  }

  @Test
  void findsMarkersThatRunOverTwoLines() throws RejectedFileException {
    Document document =
        clean(
            """
            *** START OF THIS PROJECT GUTENBERG EBOOK THE LONG, BY
            A WRITER ***
            Transcribed from the 1897 edition by Somebody, email
            x@y.org

            Text.
            *** END OF THIS PROJECT GUTENBERG EBOOK THE LONG, BY
            A WRITER ***
            """);
    assertThat(document.text()).isEqualTo("Text.\n");
  }

  @Test
  void readsOldEditionsWithSmallPrintInFront() throws RejectedFileException {
    Document document =
        clean(
            """
            **The Project Gutenberg Etext of Vanity, by W. Writer**
            #1 in our series

            ***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***
            Why is this "Small Print!" statement here?
            *END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*

            Vanity

            All is.

            End of The Project Gutenberg Etext of Vanity, by Writer
            """);
    assertThat(document.text()).isEqualTo("Vanity\n\nAll is.\n");
    assertThat(document.facts().attribution().title()).isEqualTo("Vanity");
    assertThat(document.facts().attribution().author()).isEqualTo("W. Writer");
  }

  @Test
  void keepsTheWholeTextOfATruncatedFile() throws RejectedFileException {
    assertThat(clean("*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\nIt ends in mid").text())
        .isEqualTo("It ends in mid\n");
  }

  @Test
  void dropsTheTranscribersNotesAtTheEnd() throws RejectedFileException {
    assertThat(
            clean(
                    """
                    *** START OF THE PROJECT GUTENBERG EBOOK X ***
                    The end.

                    Typographical errors corrected by the etext transcriber:

                    I I=> I {pg 267}
                    *** END OF THE PROJECT GUTENBERG EBOOK X ***
                    """)
                .text())
        .isEqualTo("The end.\n");
  }

  @Test
  void rejectsAFileOfNothingButHeader() {
    assertThatThrownBy(() -> clean("*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\n"))
        .isInstanceOf(RejectedFileException.class)
        .hasMessage("nothing is left inside the header and the footer");
  }

  private static Document clean(String text) throws RejectedFileException {
    return TextCleaner.clean(new RawText(new SourceFile("file:/a.txt", 1, ""), text, List.of()));
  }
}
