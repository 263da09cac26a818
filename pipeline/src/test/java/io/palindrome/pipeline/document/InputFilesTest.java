package io.palindrome.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  @TempDir Path folder;

  @Test
  void searchesFoldersAndSorts() throws IOException {
    write("z.txt", "1");
    write("a/b/c.TXT", "22");
    write("README.md", "3");
    write("_hidden/d.txt", "4");
    write("a/.hidden.txt", "5");
    InputFiles files = list(100, folder.toString());
    assertThat(files.readable()).extracting(InputFile::name).containsExactly("a/b/c.TXT", "z.txt");
    assertThat(files.readable()).extracting(InputFile::bytes).containsExactly(2L, 1L);
    assertThat(files.skipped())
        .extracting(refused -> refused.file().name())
        .containsExactly("README.md");
  }

  @Test
  void takesAFileThatIsNamedWhateverItsExtension() throws IOException {
    write("book", "text");
    InputFiles files = list(100, folder.resolve("book").toString());
    assertThat(files.readable()).extracting(InputFile::name).containsExactly("book");
  }

  @Test
  void listsAFileOnceThatIsNamedTwice() throws IOException {
    write("a.txt", "text");
    InputFiles files = list(100, folder.toString(), folder.resolve("a.txt").toString());
    assertThat(files.readable()).hasSize(1);
  }

  @Test
  void refusesFilesBySize() throws IOException {
    write("c.txt", "");
    write("a.txt", "12345");
    write("b.txt", "1234");
    InputFiles files = list(4, folder.toString());
    assertThat(files.refused())
        .extracting(refused -> refused.file().name() + ": " + refused.detail())
        .containsExactly(
            "a.txt: the file has 5 bytes, more than prepare.max-file-bytes 4",
            "c.txt: the file has 0 bytes");
    assertThat(files.readable()).extracting(InputFile::name).containsExactly("b.txt");
  }

  @Test
  void saysWhatIsWrongWithThePath() throws IOException {
    assertThatThrownBy(() -> list(1, folder + "/nowhere"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read input %s/nowhere: no such file or folder; name a .txt file or a folder of them",
            folder);
    write("a.md", "1");
    assertThatThrownBy(() -> list(1, folder.toString()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read input %s: none of the 1 files there is a .txt file; name a .txt file or a folder of them",
            folder);
    assertThatThrownBy(() -> list(1, ""))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read input : ");
  }

  private InputFiles list(long maxFileBytes, String... inputs) {
    return InputFiles.list(
        List.of(inputs), new Configuration(), new PlainTextSource(), maxFileBytes);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
