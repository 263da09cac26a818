package io.palindrome.jobs.command;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code RUN.run.json} beside the directory of a run of prepare, which itself never changes once it
 * is complete.
 */
public record DatasetStatusFile(Configuration hadoop, Path runDirectory) implements StatusFile {
  private Path file() {
    return new Path(runDirectory.getParent(), runDirectory.getName() + ".run.json");
  }

  /** A file of a few hundred bytes is one write: a reader finds the old one or the new one. */
  @Override
  public void write(String json) throws IOException {
    FileSystem files = file().getFileSystem(hadoop);
    FileSystem plain = files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    try (FSDataOutputStream out = plain.create(file(), true)) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public Optional<String> read() throws IOException {
    try (FSDataInputStream in = file().getFileSystem(hadoop).open(file())) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public java.nio.file.Path details() {
    return java.nio.file.Path.of(System.getProperty("java.io.tmpdir"), "palindrome");
  }
}
