package io.palindrome.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A few small texts, and a configuration that trains on them in seconds. */
final class TinyBooks {
  /** Characters of each text, its last line feed included. */
  static final int CHARACTERS = 900;

  private static final List<String> WORDS =
      List.of("rain ", "sea ", "lamp ", "door ", "grey ", "wind ", "salt ", "road ");

  private TinyBooks() {}

  static Path write(Path folder, int books) throws IOException {
    Files.createDirectories(folder);
    for (int book = 0; book < books; book++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; text.length() < CHARACTERS; word++) {
        text.append(WORDS.get((word * (book + 3) + word / 5) % WORDS.size()));
      }
      text.setLength(CHARACTERS - 2);
      Files.writeString(folder.resolve("book-" + book + ".txt"), text + ".\n");
    }
    return folder;
  }

  static Path config(Path file) throws IOException {
    return Files.writeString(
        file,
        """
        prepare.validation-fraction = 0.4
        buckets { smallest = 512, multiple = 16 }
        model {
          d-model = 8, heads = 1, d-head = 8, layers = [local, lsh]
          position { max-length = 256, axial-shape = [16, 16], axial-widths = [4, 4] }
          lsh.chunk-length = 8
          local.chunk-length = 8
          feed-forward.d-feed-forward = 16
        }
        train {
          rounds = 4
          batch { length = 64, warmup-lengths = [32], warmup-rounds = [1] }
          averaging { workers = 2, local-steps = 2 }
          optimizer { learning-rate = 1e-2, warmup-steps = 2 }
          checkpoint { every-rounds = 2, keep = 3 }
          evaluation { every-rounds = 2, max-tokens = 0 }
        }
        report { sample-tokens = 8 }
        runtime.threads = 1
        """);
  }
}
