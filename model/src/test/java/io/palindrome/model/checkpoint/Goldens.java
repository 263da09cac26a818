package io.palindrome.model.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the shared fixtures by walking up from the working directory. */
final class Goldens {
  private Goldens() {}

  /** The fixture of that relative path; skips the test where the fixtures are missing. */
  static Path file(String name) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path goldens = folder.resolve("shared/reference/goldens");
      if (Files.isDirectory(goldens)) {
        return goldens.resolve(name);
      }
    }
    Assumptions.abort("no folder above holds shared/reference/goldens");
    throw new IllegalStateException("unreachable");
  }
}
