package io.palindrome.jobs.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a run's status goes, on whatever file system its directory is. */
public interface StatusFile {
  /** Replaces the status, whole or not at all. */
  void write(String json) throws IOException;

  /** What was written before. */
  Optional<String> read() throws IOException;

  /** A local folder for the details of an internal error. */
  Path details();
}
