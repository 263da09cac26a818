package io.palindrome.jobs.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** {@code run.json} in a local run directory. */
public record LocalStatusFile(Path runDirectory) implements StatusFile {
  /** The file's name. */
  public static final String NAME = "run.json";

  @Override
  public void write(String json) throws IOException {
    Files.createDirectories(runDirectory);
    Path written = Files.writeString(runDirectory.resolve(NAME + ".part"), json);
    Files.move(written, runDirectory.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public Optional<String> read() throws IOException {
    Path file = runDirectory.resolve(NAME);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  @Override
  public Path details() {
    return runDirectory;
  }
}
