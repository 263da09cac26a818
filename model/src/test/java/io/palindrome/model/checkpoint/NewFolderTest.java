package io.palindrome.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFolderTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFailedWriteLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                NewFolder.write(
                    folder.resolve("out"),
                    hidden -> {
                      Files.writeString(hidden.resolve("a"), "half");
                      throw new IOException("full");
                    }))
        .hasMessage("full");
    assertThat(names()).isEmpty();
  }

  @Test
  void anEmptyFolderAndAKilledWritersRestAreReplaced() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.createDirectories(folder.resolve(".writing-out/half"));
    NewFolder.checkFree("Cannot write", folder.resolve("out"));
    NewFolder.write(folder.resolve("out"), hidden -> Files.writeString(hidden.resolve("a"), "x"));
    assertThat(names()).containsExactly("out");
    assertThat(folder.resolve("out/a")).hasContent("x");
  }

  @Test
  void whatIsThereIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("out/something"));
    Files.writeString(folder.resolve("file"), "x");
    for (String name : List.of("out", "file")) {
      assertThatThrownBy(() -> NewFolder.checkFree("Cannot write", folder.resolve(name)))
          .isInstanceOf(UserException.class)
          .hasMessage("Cannot write: it is there already and is no empty folder; name a new one");
    }
  }
}
