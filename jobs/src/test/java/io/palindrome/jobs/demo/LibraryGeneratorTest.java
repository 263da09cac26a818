package io.palindrome.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryGeneratorTest {
  private static final LibraryPlan PLAN = new LibraryPlan(8, 30_000, 120_000, 7);
  private static final List<LibraryGenerator.Story> STORIES = LibraryGenerator.stories(PLAN);

  @TempDir private Path folder;

  @Test
  void documentsAreAsLongAsPlanned() {
    assertThat(STORIES).hasSize(8);
    assertThat(STORIES)
        .allSatisfy(
            story -> {
              assertThat(story.text().length()).isBetween(30_000, 120_000);
              assertThat(story.document().characters()).isEqualTo(story.text().length());
            });
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOtherBytes() throws IOException {
    LibraryGenerator.write(PLAN, folder.resolve("a"));
    LibraryGenerator.write(PLAN, folder.resolve("b"));
    LibraryGenerator.write(new LibraryPlan(8, 30_000, 120_000, 8), folder.resolve("c"));
    assertThat(contents("a")).isEqualTo(contents("b")).isNotEqualTo(contents("c"));
  }

  @Test
  void aDocumentDoesNotDependOnHowManyFollowIt() {
    List<LibraryGenerator.Story> fewer =
        LibraryGenerator.stories(new LibraryPlan(3, 30_000, 120_000, 7));
    assertThat(fewer).isEqualTo(STORIES.subList(0, 3));
  }

  @Test
  void textsSurviveCleaningUnchanged() {
    assertThat(STORIES)
        .allSatisfy(
            story -> {
              String text = story.text();
              assertThat(text).matches("(?s)[\\n -~]*").doesNotContain("\n\n\n", " \n", "{", "}");
              assertThat(text.toLowerCase(Locale.ROOT)).doesNotContain("gutenberg", "***");
              assertThat(Normalizer.isNormalized(text, Normalizer.Form.NFC)).isTrue();
              assertThat(text.strip() + "\n").isEqualTo(text);
            });
  }

  @Test
  void spansHoldTheRecurringWords() {
    assertThat(STORIES).allSatisfy(LibraryGeneratorTest::spansAgree);
  }

  private static void spansAgree(LibraryGenerator.Story story) {
    for (Passage passage : story.document().passages()) {
      String first = at(story, passage.first());
      assertThat(story.text().indexOf(first)).isEqualTo(passage.first().start());
      int previous = passage.first().end();
      for (Passage.Recurrence recurrence : passage.recurrences()) {
        assertThat(recurrence.start() - previous).isBetween(2_000, 120_000);
        previous = recurrence.end();
        String again = at(story, recurrence.span());
        assertThat(again.equals(first)).isEqualTo(recurrence.verbatim());
        assertThat(wordsThatDiffer(first, again)).isEqualTo(recurrence.verbatim() ? 0 : 1);
      }
    }
  }

  @Test
  void everyKindRecursOverThousandsAndTensOfThousandsOfCharacters() {
    Set<PassageKind> kinds = new HashSet<>();
    List<Integer> distances = new ArrayList<>();
    for (LibraryGenerator.Story story : STORIES) {
      assertThat(story.document().passages()).hasSizeGreaterThan(8);
      for (Passage passage : story.document().passages()) {
        kinds.add(passage.kind());
        passage.recurrences().forEach(r -> distances.add(r.start() - passage.first().start()));
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(PassageKind.values());
    assertThat(distances).anyMatch(d -> d < 5_000).anyMatch(d -> d > 40_000);
  }

  @Test
  void noTwoDocumentsShareTheirTitleAuthorOrAFirstOccurrence() {
    Set<String> works = new HashSet<>();
    Set<String> firsts = new HashSet<>();
    int passages = 0;
    for (LibraryGenerator.Story story : STORIES) {
      assertThat(story.text())
          .startsWith(
              "Title: " + story.document().title() + "\nAuthor: " + story.document().author());
      works.add(story.document().title());
      for (Passage passage : story.document().passages()) {
        firsts.add(at(story, passage.first()));
        passages++;
      }
    }
    assertThat(works).hasSize(8);
    assertThat(firsts).hasSize(passages);
  }

  @Test
  void theDescriptionIsReadBackAsWritten() {
    Library written = LibraryGenerator.write(PLAN, folder);
    Library read = Library.read(folder);
    assertThat(read).isEqualTo(written);
    String file = written.documents().get(2).file();
    assertThat(read.document(file)).contains(written.documents().get(2));
    assertThat(folder.resolve("texts").resolve(file)).isRegularFile();
  }

  @Test
  void refusesADescriptionOfAnotherFormat() throws IOException {
    Files.writeString(folder.resolve("library.json"), "{\"format\":9,\"seed\":1,\"documents\":[]}");
    assertThatThrownBy(() -> Library.read(folder))
        .hasMessageContaining("its format is 9, this version reads 1; generate the library again");
  }

  @Test
  void refusesPlansOutsideTheirBounds() {
    assertThatThrownBy(() -> new LibraryPlan(0, 30_000, 120_000, 1))
        .hasMessage("demo.documents must be between 1 and 10000, but is 0");
    assertThatThrownBy(() -> new LibraryPlan(8, 30_000, 31_000, 1))
        .hasMessage("demo.max-characters must be between 34000 and 4000000, but is 31000");
  }

  private static String at(LibraryGenerator.Story story, Span span) {
    return story.text().substring(span.start(), span.end());
  }

  private static int wordsThatDiffer(String first, String again) {
    List<String> a = Arrays.asList(first.split("\\s+", -1));
    List<String> b = Arrays.asList(again.split("\\s+", -1));
    assertThat(b).hasSameSizeAs(a);
    int differ = 0;
    for (int i = 0; i < a.size(); i++) {
      differ += a.get(i).equals(b.get(i)) ? 0 : 1;
    }
    return differ;
  }

  private List<String> contents(String library) throws IOException {
    List<String> contents = new ArrayList<>();
    try (var files = Files.walk(folder.resolve(library))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        contents.add(Files.readString(file, StandardCharsets.US_ASCII));
      }
    }
    return contents;
  }
}
