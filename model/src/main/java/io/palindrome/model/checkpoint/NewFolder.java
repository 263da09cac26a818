package io.palindrome.model.checkpoint;

import io.palindrome.conf.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A folder that appears complete or not at all: it is filled under a hidden name and renamed. */
final class NewFolder {
  private NewFolder() {}

  interface Content {
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Refuses a target that is there, unless it is an empty folder.
   *
   * @param purpose how the message begins
   */
  static void checkFree(String purpose, Path target) {
    if (Files.exists(target) && !isEmptyFolder(target)) {
      throw new UserException(
          purpose + ": it is there already and is no empty folder; name a new one");
    }
  }

  private static boolean isEmptyFolder(Path path) {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes {@code target}, an absolute path; what a killed process left behind is replaced. */
  static void write(Path target, Content content) throws IOException {
    LocalStorage beside = new LocalStorage(target.getParent());
    String hidden = ".writing-" + target.getFileName();
    Files.createDirectories(target.getParent());
    beside.delete(hidden);
    try {
      content.writeTo(Files.createDirectory(target.resolveSibling(hidden)));
      Files.move(target.resolveSibling(hidden), target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      beside.delete(hidden);
    }
  }
}
