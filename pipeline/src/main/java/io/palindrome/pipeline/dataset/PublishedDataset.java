package io.palindrome.pipeline.dataset;

import io.palindrome.conf.DataException;
import io.palindrome.pipeline.dataset.ManifestFile.DamagedManifestException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A complete run directory.
 *
 * @param directory the run directory, as a fully qualified path
 */
public record PublishedDataset(String directory, DatasetManifest manifest) {

  /**
   * Opens a dataset by its root (its current run is taken) or by a run directory, and checks that
   * every file of the manifest is there at its full size.
   *
   * @throws DataException when it is missing, incomplete or damaged
   */
  public static PublishedDataset open(Configuration hadoop, String directory) {
    try {
      Path named = new Path(directory);
      FileSystem files = named.getFileSystem(hadoop);
      Path run = currentRun(hadoop, files.makeQualified(named));
      Optional<String> text = WholeFile.read(hadoop, DatasetLayout.manifest(run));
      if (text.isEmpty()) {
        throw cannotOpen(directory, missing(files, named));
      }
      DatasetManifest manifest = ManifestFile.parse(text.get());
      for (DatasetManifest.DataFile file : manifest.files()) {
        checkFile(files, directory, run, file);
      }
      return new PublishedDataset(run.toString(), manifest);
    } catch (DamagedManifestException e) {
      throw cannotOpen(directory, "its " + DatasetLayout.MANIFEST + " " + e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(message(directory, e.getMessage() + "; check the path"), e);
    }
  }

  private static Path currentRun(Configuration hadoop, Path directory) throws IOException {
    DatasetLayout layout = new DatasetLayout(directory);
    return WholeFile.read(hadoop, layout.current())
        .map(name -> layout.runFolder(name.strip()))
        .orElse(directory);
  }

  private static String missing(FileSystem files, Path directory) throws IOException {
    if (!files.exists(directory)) {
      return "no such directory; run prepare with --out " + directory;
    }
    return "it has neither a _current nor a _manifest.json, so no run of prepare was completed in it;"
        + " run prepare with --out "
        + directory;
  }

  private static void checkFile(
      FileSystem files, String directory, Path run, DatasetManifest.DataFile file)
      throws IOException {
    try {
      FileStatus found = files.getFileStatus(new Path(run, file.path()));
      if (found.getLen() != file.bytes()) {
        throw cannotOpen(
            directory,
            "%s has %d bytes, but its manifest says %d; prepare the data again under a new run id"
                .formatted(file.path(), found.getLen(), file.bytes()));
      }
    } catch (FileNotFoundException e) {
      throw cannotOpen(
          directory,
          "%s of its manifest is missing; prepare the data again under a new run id"
              .formatted(file.path()));
    }
  }

  private static DataException cannotOpen(String directory, String factAndAdvice) {
    return new DataException(message(directory, factAndAdvice));
  }

  private static String message(String directory, String factAndAdvice) {
    return "Cannot open dataset " + directory + ": " + factAndAdvice;
  }
}
