package io.palindrome.jobs.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.UserException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class LabFolderTest {
  private static final LabSettings SETTINGS = new LabSettings(Pace.QUICK, 7, Optional.empty());
  private static final Surroundings SURROUNDINGS =
      new Surroundings("palindrome lab --only z", "2020-02-02T02:02:02Z");

  @TempDir private Path folder;

  private Path written() throws IOException {
    return new LabFolder(folder.resolve("lab")).write(SETTINGS, SURROUNDINGS, OneOfEach.results());
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyExhibitHasItsFileBesideThePage() throws IOException {
    Path page = written();
    assertThat(page).hasFileName("index.html");
    assertThat(names(page.getParent()))
        .containsExactly(
            "index.html",
            "lab.json",
            "z-bars.csv",
            "z-dots.csv",
            "z-lines.csv",
            "z-map.csv",
            "z-table.csv");
    String html = Files.readString(page);
    for (Exhibit exhibit : OneOfEach.results().get(0).exhibits()) {
      assertThat(html).contains("href=\"" + exhibit.file() + "\"");
      assertThat(page.resolveSibling(exhibit.file())).hasContent(exhibit.csv().render());
    }
    assertThat(names(folder)).containsExactly("lab");
  }

  @Test
  void thePageIsWellFormedAndRefersToNothingOutside() throws Exception {
    String html = Files.readString(written());
    assertThat(html).doesNotContain("http:", "https:", "src=", "@import", "url(");
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setErrorHandler(null);
    Document page = builder.parse(new InputSource(new StringReader(html)));
    String text = page.getDocumentElement().getTextContent();
    assertThat(text)
        .contains("z. One of each", "What is <measured>.", "A title <1>", "99.95 %")
        .contains("palindrome lab --only z", "2020-02-02T02:02:02Z", "cores", "Vector species")
        .contains("quick", "shortened", "Seed7");
  }

  @Test
  void aLaterReportReplacesAnEarlierOne() throws IOException {
    Path page = written();
    Files.writeString(page.resolveSibling("z-gone.csv"), "from an earlier version");
    assertThat(names(written().getParent())).doesNotContain("z-gone.csv").hasSize(7);
    assertThat(names(folder)).containsExactly("lab");
  }

  @Test
  void anEmptyFolderWillDo() throws IOException {
    Files.createDirectories(folder.resolve("lab"));
    assertThat(written()).exists();
  }

  @Test
  void refusesAFolderOfSomethingElse() throws IOException {
    Path other = Files.createDirectories(folder.resolve("photos"));
    Files.writeString(other.resolve("cat.jpg"), "a cat");
    assertThatThrownBy(() -> new LabFolder(other))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write the report to %s: the folder has files and no lab.json of an earlier"
                    .formatted(other)
                + " report; name an empty or a new folder with --out");
    assertThat(names(other)).containsExactly("cat.jpg");
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> new LabFolder(file))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write the report to %s: it is not a folder; name another with --out"
                .formatted(file));
  }
}
