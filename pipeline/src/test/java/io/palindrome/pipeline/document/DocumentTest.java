package io.palindrome.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private static final SourceFile FILE = new SourceFile("file:/a.txt", 1, "");

  @Test
  void identifiersFollowFromTheText() {
    DocumentFacts facts = Document.of(FILE, Attribution.UNKNOWN, List.of(), "abc").facts();
    assertThat(facts.contentSha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(facts.docId()).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
  }

  @Test
  void countsCodePointsAndBytes() {
    DocumentFacts facts =
        Document.of(FILE, Attribution.UNKNOWN, List.of("b", "a", "b"), "é𝄞").facts();
    assertThat(facts.nChars()).isEqualTo(2);
    assertThat(facts.nBytes()).isEqualTo(6);
    assertThat(facts.flags()).containsExactly("a", "b");
  }

  @Test
  void editionsOfOneWorkShareItsIdentifier() {
    String work = work("Les Misérables", "Victor Hugo", "one text");
    assertThat(work("LES MISERABLES", "Victor  Hugo,", "another text")).isEqualTo(work);
    assertThat(work("Les Misérables", "Somebody Else", "one text")).isNotEqualTo(work);
    assertThat(work).hasSize(32);
  }

  @Test
  void contentIdentifiesAWorkWithoutTitle() {
    assertThat(work("", "Hugo", "one text")).isEqualTo(work("", "", "one text"));
    assertThat(work("", "Hugo", "one text")).isNotEqualTo(work("", "Hugo", "another text"));
  }

  private static String work(String title, String author, String text) {
    Attribution attribution = new Attribution(title, author, "und", "");
    return Document.of(FILE, attribution, List.of(), text).facts().workId();
  }
}
