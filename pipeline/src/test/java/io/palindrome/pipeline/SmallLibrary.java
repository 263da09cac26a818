package io.palindrome.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small text files of several lengths, the same in every run. */
public final class SmallLibrary {
  private SmallLibrary() {}

  /** Writes {@code count} files of 1,000 to some 20,000 characters, each its own work. */
  public static Path write(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      Files.writeString(folder.resolve("book-%02d.txt".formatted(i)), text(i));
    }
    return folder;
  }

  public static String text(int number) {
    StringBuilder text = new StringBuilder();
    int sentences = 30 + 97 * number % 550;
    for (int i = 0; i < sentences; i++) {
      text.append("Sentence %d of the café’s book %d.%n".formatted(i, number).replace("\r", ""));
    }
    return text.toString();
  }
}
