package io.palindrome.jobs.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Generates the demo's library: documents as long as short novels, different by seed, in which
 * passages and facts recur far apart. The same plan gives the same bytes on every machine.
 */
public final class LibraryGenerator {
  private static final long LENGTH_STREAM = -1;

  private LibraryGenerator() {}

  /**
   * Writes {@code folder/texts/*.txt} (ASCII, LF line ends, one paragraph a line) and {@code
   * folder/library.json} with the span of every passage that recurs.
   */
  public static Library write(LibraryPlan plan, Path folder) {
    List<LibraryDocument> documents = new ArrayList<>();
    Path texts = folder.resolve(Library.TEXTS);
    try {
      Files.createDirectories(texts);
      for (Story story : stories(plan)) {
        Files.write(texts.resolve(story.document().file()), ascii(story.text()));
        documents.add(story.document());
      }
      Library library = new Library(Library.FORMAT, plan.seed(), documents);
      library.write(folder);
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the library to " + folder, e);
    }
  }

  /** One story alone, of {@code characters} or a few thousand more: ASCII, LF line ends. */
  public static String story(long seed, int characters) {
    StoryTeller teller = new StoryTeller(StoryGrammar.bundled(), seed, 0);
    return teller.tell(teller.title(), characters).text();
  }

  /** A document and its text. */
  record Story(LibraryDocument document, String text) {}

  static List<Story> stories(LibraryPlan plan) {
    StoryGrammar grammar = StoryGrammar.bundled();
    CounterRandom lengths = new CounterRandom(plan.seed(), LENGTH_STREAM);
    int spread = plan.maxCharacters() - plan.minCharacters() - LibraryPlan.CLOSING_CHARACTERS + 1;
    Set<String> titles = new TreeSet<>();
    List<Story> stories = new ArrayList<>();
    for (int document = 0; document < plan.documents(); document++) {
      StoryTeller teller = new StoryTeller(grammar, plan.seed(), document);
      String title = teller.title();
      while (!titles.add(title)) {
        title = teller.title();
      }
      StoryTeller.Story told = teller.tell(title, plan.minCharacters() + lengths.below(spread));
      stories.add(new Story(described(document, told), told.text()));
    }
    return stories;
  }

  private static LibraryDocument described(int document, StoryTeller.Story told) {
    String slug = told.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String file = String.format(Locale.ROOT, "%02d-%s.txt", document + 1, slug);
    return new LibraryDocument(
        file, told.title(), told.author(), told.text().length(), told.passages());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
