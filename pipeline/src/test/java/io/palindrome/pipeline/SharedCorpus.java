package io.palindrome.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The texts for development that lie beside the repository. */
public final class SharedCorpus {
  private SharedCorpus() {}

  /** A file or folder of the corpus; the calling test is skipped where the corpus is missing. */
  public static Path at(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("shared/corpus"))) {
      folder = folder.getParent();
    }
    Assumptions.assumeTrue(folder != null, "no folder above this one holds shared/corpus");
    return folder.resolve("shared/corpus").resolve(name);
  }

  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(at(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
