package io.palindrome.pipeline.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.pipeline.SharedCorpus;
import io.palindrome.pipeline.document.Document;
import io.palindrome.pipeline.document.PlainTextSource;
import io.palindrome.pipeline.document.RejectedFileException;
import io.palindrome.pipeline.document.SourceFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real novels: nothing of the frame is left, and nothing of the book is lost. */
class NovelsTest {
  private static final int END_CHARACTERS = 3000;
  private static final Pattern BOILERPLATE =
      Pattern.compile(
          "\\b(gutenberg|e-?books?|e-?texts?|produced by|transcribed from)\\b",
          Pattern.CASE_INSENSITIVE);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "anna-karenina_1399|Anna Karenina|Leo Tolstoy|ANNA KARENINA|to put into it.”",
        "bleak-house_1023|Bleak House|Charles Dickens|BLEAK HOUSE|supposing--.\"",
        "crime-and-punishment_2554|Crime and Punishment|Fyodor Dostoevsky|CRIME AND PUNISHMENT|our present story is ended.",
        "david-copperfield_766|David Copperfield|Charles Dickens|DAVID COPPERFIELD|pointing upward!",
        "don-quixote_996|Don Quixote|Miguel de Cervantes Saavedra|DON QUIXOTE|for ever. Farewell.\"",
        "dracula_345|Dracula|Bram Stoker|DRACULA|GROSSET & DUNLAP, _Publishers_, NEW YORK * * * * *",
        "emma_158|Emma|Jane Austen|EMMA|happiness of the union. FINIS",
        "jane-eyre_1260|Jane Eyre an Autobiography|Charlotte Bronte|JANE EYRE|so come, Lord Jesus!'\"",
        "little-dorrit_963|Little Dorrit|Charles Dickens|LITTLE DORRIT|made their usual uproar.",
        "the-idiot_2638|The Idiot|Fyodor Dostoyevsky|THE IDIOT|leave of Evgenie Pavlovitch.",
        "the-three-musketeers_1257|The Three Musketeers|Alexandre Dumas, Pere|*THE THREE MUSKETEERS*|generous Eminence. ――――",
        "the-way-we-live-now_5231|The Way We Live Now|Anthony Trollope|THE WAY WE LIVE NOW. by ANTHONY TROLLOPE.|considerable trouble to himself.",
        "vanity-fair_599|Vanity Fair|William Makepeace Thackeray|Vanity Fair|our play is played out.",
        "war-and-peace_2600|War and Peace|Leo Tolstoy|WAR AND PEACE|which we are not conscious.",
      })
  void keepsTheBookAndNothingElse(
      String file, String title, String author, String firstWords, String lastWords)
      throws RejectedFileException {
    byte[] bytes = SharedCorpus.bytes("novels/" + file + ".txt");
    Document document =
        TextCleaner.clean(
            new PlainTextSource().read(new SourceFile(file, bytes.length, ""), bytes));
    String text = document.text();
    String words = text.strip().replaceAll("\\s+", " ");
    assertThat(words).startsWith(firstWords);
    assertThat(words).endsWith(lastWords);
    assertThat(document.facts().attribution().title()).isEqualTo(title);
    assertThat(document.facts().attribution().author()).isEqualTo(author);
    assertThat(document.facts().attribution().language()).isEqualTo("en");
    assertThat(text.length()).isGreaterThan((int) (0.95 * bytes.length) - 60_000);
    String ends =
        text.substring(0, END_CHARACTERS) + text.substring(text.length() - END_CHARACTERS);
    assertThat(BOILERPLATE.matcher(ends).results().map(MatchResult::group)).isEmpty();
    assertThat(text).doesNotContain("\r", "\uFEFF", "FULL LICENSE");
  }
}
