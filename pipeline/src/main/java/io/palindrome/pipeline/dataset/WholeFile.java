package io.palindrome.pipeline.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Small text files that are there whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file under a temporary name and renames it, replacing a file of that name.
   *
   * <p>Local files are written without Hadoop's checksum file, which could not be replaced in the
   * same step. A store without rename (an object store that Hadoop knows no {@code FileContext}
   * for) shows a file only once it is written whole, so there the file is written in place.
   */
  static void write(Configuration hadoop, Path file, String text) throws IOException {
    FileSystem files = withoutChecksums(file.getFileSystem(hadoop));
    Path temporary = new Path(file.getParent(), "." + file.getName() + ".new");
    create(files, temporary, text);
    if (file.getFileSystem(hadoop) instanceof LocalFileSystem) {
      if (!files.rename(temporary, file)) {
        throw new IOException("cannot rename " + temporary + " to " + file);
      }
      return;
    }
    try {
      FileContext.getFileContext(file.toUri(), hadoop).rename(temporary, file, Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      create(files, file, text);
      files.delete(temporary, false);
    }
  }

  /** The text of a file, or nothing where there is no such file. */
  static Optional<String> read(Configuration hadoop, Path file) throws IOException {
    try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static void create(FileSystem files, Path file, String text) throws IOException {
    try (FSDataOutputStream out = files.create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.hsync();
    }
  }

  private static FileSystem withoutChecksums(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }
}
