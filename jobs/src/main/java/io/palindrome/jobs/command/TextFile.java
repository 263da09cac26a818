package io.palindrome.jobs.command;

import io.palindrome.conf.DataException;
import io.palindrome.conf.UserException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text file that an option names. */
public final class TextFile {
  private TextFile() {}

  /**
   * The whole file, which must be UTF-8.
   *
   * @param what what the file is to the command, such as "the document"
   */
  public static String read(String what, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          "Cannot read %s %s: there is no such file; name a text file".formatted(what, file));
    }
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new DataException(
          "Cannot read %s %s: it is not UTF-8; convert it first".formatted(what, file), e);
    } catch (IOException e) {
      throw new DataException("Cannot read %s %s: %s".formatted(what, file, e.getMessage()), e);
    }
  }
}
