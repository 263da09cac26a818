package io.palindrome.model.checkpoint;

import io.palindrome.conf.DataException;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.parameter.ParameterLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one checkpoint's folder; nothing is used before its checksum fits. */
final class CheckpointReader {
  private final CheckpointStorage storage;
  private final String folder;
  private final String purpose;

  CheckpointReader(CheckpointStorage storage, String folder) {
    this.storage = storage;
    this.folder = folder;
    this.purpose = "Cannot load checkpoint " + storage.describe(folder);
  }

  CheckpointManifest manifest() throws IOException {
    if (!storage.exists(folder)) {
      throw new DataException(purpose + ": there is no such folder");
    }
    if (!storage.exists(path(CheckpointManifest.FILE))) {
      throw new DataException(
          "%s: it has no %s, so it was never completed; use an older checkpoint"
              .formatted(purpose, CheckpointManifest.FILE));
    }
    CheckpointManifest manifest = CheckpointManifest.parse(purpose, bytes(CheckpointManifest.FILE));
    List<String> names = manifest.files().stream().map(CheckpointManifest.Entry::name).toList();
    if (!names.equals(CheckpointFile.FILES)) {
      throw new DataException(
          "%s: its %s must list the files %s, but lists %s"
              .formatted(purpose, CheckpointManifest.FILE, CheckpointFile.FILES, names));
    }
    return manifest;
  }

  Checkpoint read(Expectation expectation) throws IOException {
    CheckpointManifest manifest = manifest();
    checkFingerprint("dataset", manifest.provenance().dataset(), expectation.dataset());
    checkFingerprint("tokenizer", manifest.provenance().tokenizer(), expectation.tokenizer());
    for (CheckpointManifest.Entry entry : manifest.files()) {
      checkSize(entry);
      checkHash(entry);
    }
    ReformerConfig model =
        HuggingFaceConfig.parse(
            storage.describe(path(CheckpointFile.MODEL_CONFIG)), text(CheckpointFile.MODEL_CONFIG));
    ParameterLayout layout = expectation.layout().orElseGet(() -> ParameterLayout.of(model));
    TrainingState state =
        TrainingState.parse(
            JsonObject.parse(
                purpose + ": its " + CheckpointFile.STATE, bytes(CheckpointFile.STATE)));
    return new Checkpoint(
        model,
        text(CheckpointFile.RUN_CONFIG),
        new TrainingVectors(parameters(layout), optimizer()),
        state,
        manifest.provenance());
  }

  /** Whether manifest and sizes fit; checksums of the large files are not computed. */
  boolean looksComplete() throws IOException {
    try {
      for (CheckpointManifest.Entry entry : manifest().files()) {
        checkSize(entry);
      }
      return true;
    } catch (DataException e) {
      return false;
    }
  }

  private void checkFingerprint(String what, String stored, Optional<String> expected) {
    if (expected.isPresent() && !expected.get().equals(stored)) {
      throw new DataException(
          "%s: its %s is %s, this run's is %s; use the %s it was trained with or start a new run"
              .formatted(purpose, what, stored, expected.get(), what));
    }
  }

  private void checkSize(CheckpointManifest.Entry entry) throws IOException {
    if (!storage.exists(path(entry.name()))) {
      throw new DataException(
          "%s: its file %s is missing; use an older checkpoint".formatted(purpose, entry.name()));
    }
    try (ByteSource source = storage.open(path(entry.name()))) {
      if (source.size() != entry.bytes()) {
        throw new DataException(
            "%s: its file %s has %d bytes, and its manifest says %d; use an older checkpoint"
                .formatted(purpose, entry.name(), source.size(), entry.bytes()));
      }
    }
  }

  private void checkHash(CheckpointManifest.Entry entry) throws IOException {
    try (ByteSource source = storage.open(path(entry.name()))) {
      if (!Sha256.of(source).equals(entry.sha256())) {
        throw new DataException(
            "%s: its file %s is damaged (its SHA-256 is not its manifest's); use an older checkpoint"
                .formatted(purpose, entry.name()));
      }
    }
  }

  private float[] parameters(ParameterLayout layout) throws IOException {
    try (SafetensorsFile file = SafetensorsFile.of(storage.open(path(CheckpointFile.PARAMETERS)))) {
      return ParameterTensors.read(purpose, file, layout, "");
    }
  }

  private SortedMap<String, float[]> optimizer() throws IOException {
    SortedMap<String, float[]> vectors = new TreeMap<>();
    try (SafetensorsFile file = SafetensorsFile.of(storage.open(path(CheckpointFile.OPTIMIZER)))) {
      for (String name : file.names()) {
        vectors.put(name, file.floats(name));
      }
    }
    return vectors;
  }

  private String path(String name) {
    return folder + "/" + name;
  }

  private String text(String name) throws IOException {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String name) throws IOException {
    try (ByteSource source = storage.open(path(name))) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(source.size()));
      source.read(0, buffer);
      return buffer.array();
    }
  }
}
