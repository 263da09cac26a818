package io.palindrome.pipeline.dataset;

import io.palindrome.conf.ResourceException;
import io.palindrome.conf.UserException;
import io.palindrome.pipeline.dataset.ManifestFile.DamagedManifestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The directory of one run while it is written. Without a manifest it is nothing: a killed run
 * leaves it so, and the next run of the same id clears it away.
 */
public final class RunDirectory {
  private final Configuration hadoop;
  private final DatasetLayout layout;
  private final Path path;

  /**
   * @param root the dataset
   * @throws UserException when the id cannot name a run
   */
  public RunDirectory(Configuration hadoop, String root, String runId) {
    this.hadoop = hadoop;
    this.layout = new DatasetLayout(qualified(hadoop, root));
    this.path = layout.run(runId);
  }

  public Path path() {
    return path;
  }

  public Path quarantine() {
    return new Path(path, DatasetLayout.QUARANTINE);
  }

  /**
   * The manifest of an earlier run of this id, if that one was completed.
   *
   * @throws UserException when it was a run of another input or configuration
   */
  public Optional<DatasetManifest> completed(String runId, String request) {
    Optional<DatasetManifest> earlier = manifest();
    earlier.ifPresent(
        manifest -> {
          if (!manifest.runId().equals(runId) || !manifest.request().equals(request)) {
            throw new UserException(
                "Cannot prepare run %s in %s: a completed run of that id has other input or another configuration; use another --run-id"
                    .formatted(runId, layout.root()));
          }
        });
    return earlier;
  }

  private Optional<DatasetManifest> manifest() {
    try {
      Optional<String> text = WholeFile.read(hadoop, DatasetLayout.manifest(path));
      return text.isEmpty() ? Optional.empty() : Optional.of(ManifestFile.parse(text.get()));
    } catch (DamagedManifestException e) {
      throw new UserException(
          "Cannot prepare into %s: its manifest %s; use another --run-id"
              .formatted(path, e.getMessage()));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Removes what an earlier run left that did not complete. */
  public void clear() {
    try {
      FileSystem files = path.getFileSystem(hadoop);
      if (files.exists(layout.root()) && !files.getFileStatus(layout.root()).isDirectory()) {
        throw new UserException(
            "Cannot write dataset %s: it is a file; name a folder with --out"
                .formatted(layout.root()));
      }
      files.delete(path, true);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Writes the list of rejected files. */
  public void quarantine(String lines) {
    try {
      path.getFileSystem(hadoop).mkdirs(path);
      WholeFile.write(hadoop, quarantine(), lines);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** The Parquet files written so far, sorted by path. */
  public List<DatasetManifest.DataFile> files() {
    try {
      List<DatasetManifest.DataFile> found = new ArrayList<>();
      RemoteIterator<LocatedFileStatus> files = path.getFileSystem(hadoop).listFiles(path, true);
      while (files.hasNext()) {
        FileStatus file = files.next();
        String below = file.getPath().toString().substring(path.toString().length() + 1);
        if (below.endsWith(".parquet") && !below.startsWith("_")) {
          found.add(new DatasetManifest.DataFile(below, file.getLen()));
        }
      }
      found.sort(Comparator.comparing(DatasetManifest.DataFile::path));
      return found;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Completes the run by its manifest. */
  public void complete(DatasetManifest manifest) {
    try {
      WholeFile.write(hadoop, DatasetLayout.manifest(path), ManifestFile.render(manifest));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Makes this run the current one of its dataset; a pointer that is right stays untouched. */
  public void publish() {
    try {
      Optional<String> current = WholeFile.read(hadoop, layout.current());
      if (!current.map(String::strip).equals(Optional.of(path.getName()))) {
        WholeFile.write(hadoop, layout.current(), path.getName() + "\n");
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private static Path qualified(Configuration hadoop, String root) {
    try {
      Path path = new Path(root);
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException("Cannot write dataset %s: %s".formatted(root, e.getMessage()), e);
    }
  }

  private ResourceException cannotWrite(IOException e) {
    return new ResourceException(
        "Cannot write dataset %s: %s; check its disk and try again".formatted(path, e.getMessage()),
        e);
  }
}
