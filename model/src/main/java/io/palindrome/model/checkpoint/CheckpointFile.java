package io.palindrome.model.checkpoint;

import io.palindrome.conf.DataException;
import io.palindrome.conf.ResourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The checkpoints of one run: a folder with one folder {@code step-00001200} for each, and the file
 * {@code latest} that names the newest.
 *
 * <p>A checkpoint is written under a hidden name and renamed when its manifest is in it: it is
 * complete or invisible. Only one process writes; any number may read.
 */
public final class CheckpointFile {
  static final String PARAMETERS = "parameters.safetensors";
  static final String OPTIMIZER = "optimizer.safetensors";
  static final String MODEL_CONFIG = "config.json";
  static final String RUN_CONFIG = "config.conf";
  static final String STATE = "state.json";
  static final List<String> FILES = List.of(PARAMETERS, OPTIMIZER, MODEL_CONFIG, RUN_CONFIG, STATE);
  private static final String LATEST = "latest";
  private static final String WRITING = ".writing-";
  private static final String DELETING = ".deleting-";
  private static final Pattern NAME = Pattern.compile("step-\\d{8,18}");

  private final CheckpointStorage storage;

  /** Checkpoints below the root of {@code storage}. */
  public CheckpointFile(CheckpointStorage storage) {
    this.storage = storage;
  }

  /** Checkpoints in a local folder, which need not be there yet. */
  public static CheckpointFile in(Path folder) {
    return new CheckpointFile(new LocalStorage(folder));
  }

  /**
   * Loads from {@code folder}, which is one checkpoint or holds the checkpoints of a run; then the
   * newest is taken.
   */
  public static Checkpoint load(Path folder, Expectation expectation) {
    Path absolute = folder.toAbsolutePath().normalize();
    if (Files.exists(absolute.resolve(CheckpointManifest.FILE)) || isNamed(absolute)) {
      return in(absolute.getParent()).read(absolute.getFileName().toString(), expectation);
    }
    CheckpointFile checkpoints = in(absolute);
    String newest =
        checkpoints
            .latest()
            .orElseThrow(
                () ->
                    new DataException(
                        ("Cannot load checkpoint %s: there is none in it; it must be a run, its"
                                + " folder of checkpoints, or one step-NNNNNNNN of them")
                            .formatted(folder)));
    return checkpoints.read(newest, expectation);
  }

  /**
   * Writes one checkpoint as a new folder of any name, all of it or nothing.
   *
   * @throws io.palindrome.conf.UserException if {@code folder} has something in it
   */
  public static void writeAlone(Path folder, Checkpoint checkpoint) {
    Path target = folder.toAbsolutePath().normalize();
    NewFolder.checkFree("Cannot write checkpoint " + folder, target);
    try {
      NewFolder.write(
          target, hidden -> new CheckpointWriter(new LocalStorage(hidden), ".").write(checkpoint));
    } catch (IOException e) {
      throw new ResourceException("Cannot write checkpoint %s: %s".formatted(folder, e), e);
    }
  }

  private static boolean isNamed(Path folder) {
    return folder.getFileName() != null && NAME.matcher(folder.getFileName().toString()).matches();
  }

  /** The folder's name of the checkpoint after {@code step} updates. */
  public static String name(long step) {
    return String.format(Locale.ROOT, "step-%08d", step);
  }

  /**
   * Writes a checkpoint, makes it the latest, and returns its name. One of the same step is
   * replaced.
   *
   * @throws ResourceException if the storage fails; what was there before stays
   */
  public String write(Checkpoint checkpoint) {
    String name = name(checkpoint.state().step());
    try {
      clearLeftovers();
      new CheckpointWriter(storage, WRITING + name).write(checkpoint);
      if (storage.exists(name)) {
        storage.rename(name, DELETING + name);
      }
      storage.rename(WRITING + name, name);
      try (OutputStream out = storage.create(WRITING + LATEST)) {
        out.write((name + "\n").getBytes(StandardCharsets.UTF_8));
      }
      storage.rename(WRITING + LATEST, LATEST);
      clearLeftovers();
    } catch (IOException e) {
      throw new ResourceException(
          "Cannot write checkpoint %s: %s; free or repair the storage and resume the run"
              .formatted(storage.describe(name), e),
          e);
    }
    return name;
  }

  /** Reads a checkpoint after all its checksums fit, and compares it with {@code expectation}. */
  public Checkpoint read(String name, Expectation expectation) {
    try {
      return new CheckpointReader(storage, name).read(expectation);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /** Reads the manifest alone. */
  public CheckpointManifest manifest(String name) {
    try {
      return new CheckpointReader(storage, name).manifest();
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  /** The newest committed checkpoint; it may be damaged, which {@link #read} then says. */
  public Optional<String> latest() {
    List<String> names = names();
    return names.isEmpty() ? Optional.empty() : Optional.of(names.get(names.size() - 1));
  }

  /** All committed checkpoints by step; folders without a manifest do not count. */
  public List<String> names() {
    try {
      List<String> names = new ArrayList<>();
      for (String name : storage.list("")) {
        if (NAME.matcher(name).matches() && storage.exists(name + "/" + CheckpointManifest.FILE)) {
          names.add(name);
        }
      }
      names.sort(Comparator.comparingLong(CheckpointFile::step));
      return List.copyOf(names);
    } catch (IOException e) {
      throw failed("", e);
    }
  }

  private static long step(String name) {
    return Long.parseLong(name.substring("step-".length()));
  }

  /**
   * Deletes all committed checkpoints but the newest {@code keep}; the newest one that is complete
   * always stays. Returns the names of the deleted ones.
   */
  public List<String> prune(int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be at least 1, but is " + keep);
    }
    try {
      List<String> newestFirst = new ArrayList<>(names());
      Collections.reverse(newestFirst);
      Optional<String> safe = Optional.empty();
      List<String> deleted = new ArrayList<>();
      for (int i = 0; i < newestFirst.size(); i++) {
        String name = newestFirst.get(i);
        if (safe.isEmpty() && new CheckpointReader(storage, name).looksComplete()) {
          safe = Optional.of(name);
        } else if (i >= keep && safe.isPresent()) {
          storage.rename(name, DELETING + name);
          storage.delete(DELETING + name);
          deleted.add(name);
        }
      }
      return List.copyOf(deleted);
    } catch (IOException e) {
      throw new ResourceException(
          "Cannot delete old checkpoints in %s: %s".formatted(storage.describe(""), e), e);
    }
  }

  private void clearLeftovers() throws IOException {
    for (String name : storage.list("")) {
      if (name.startsWith(WRITING) || name.startsWith(DELETING)) {
        storage.delete(name);
      }
    }
  }

  private ResourceException failed(String name, IOException e) {
    return new ResourceException(
        "Cannot load checkpoint %s: %s".formatted(storage.describe(name), e), e);
  }
}
