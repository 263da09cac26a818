package io.palindrome.pipeline;

import io.palindrome.pipeline.document.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The state of a folder, to see that nothing was changed. */
final class Snapshot {
  private Snapshot() {}

  /** Every file below a folder with its bytes' hash and its time. */
  static Map<String, String> of(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> below = Files.walk(root)) {
      for (Path file : below.filter(Files::isRegularFile).toList()) {
        files.put(
            root.relativize(file).toString(),
            Sha256.of(Files.readAllBytes(file)) + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }
}
