package io.palindrome.model.check;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the golden fixtures lie: {@code ../shared} beside the repository. */
public final class Goldens {
  private Goldens() {}

  /**
   * The folder {@code shared/path} of the nearest ancestor that has it; skips the test if none has.
   */
  public static Path shared(String path) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared").resolve(path);
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    Assumptions.abort("skipped: no shared/" + path + " beside the repository");
    throw new IllegalStateException("not reached");
  }

  /** The fixture of that name. */
  public static Path fixture(String name) {
    return shared("reference/goldens").resolve(name + ".safetensors");
  }
}
