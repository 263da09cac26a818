package io.palindrome.model.checkpoint;

import io.palindrome.model.parameter.ParameterLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes the files of one checkpoint into a folder, the manifest last. */
final class CheckpointWriter {
  private final CheckpointStorage storage;
  private final String folder;
  private final List<CheckpointManifest.Entry> files = new ArrayList<>();

  CheckpointWriter(CheckpointStorage storage, String folder) {
    this.storage = storage;
    this.folder = folder;
  }

  void write(Checkpoint checkpoint) throws IOException {
    ParameterLayout layout = ParameterLayout.of(checkpoint.model());
    TrainingVectors vectors = checkpoint.vectors();
    List<TensorEntry> parameters = ParameterTensors.entries(layout, vectors.parameters());
    List<TensorEntry> optimizer = new ArrayList<>();
    vectors
        .optimizer()
        .forEach(
            (name, vector) ->
                optimizer.add(TensorEntry.floats(name, List.of((long) vector.length), vector, 0)));
    file(CheckpointFile.PARAMETERS, out -> SafetensorsWriter.write(out, parameters, pytorch()));
    file(CheckpointFile.OPTIMIZER, out -> SafetensorsWriter.write(out, optimizer, new TreeMap<>()));
    text(CheckpointFile.MODEL_CONFIG, HuggingFaceConfig.render(checkpoint.model()));
    text(CheckpointFile.RUN_CONFIG, checkpoint.runConfig());
    byte[] state = checkpoint.state().render();
    file(CheckpointFile.STATE, out -> out.write(state));
    CheckpointManifest manifest =
        new CheckpointManifest(
            checkpoint.state().step(),
            layout.parameterCount(),
            ParameterTensors.layoutHash(layout),
            checkpoint.provenance(),
            files);
    try (OutputStream out = storage.create(folder + "/" + CheckpointManifest.FILE)) {
      out.write(manifest.render());
    }
  }

  /** Readers of Hugging Face's library refuse files without it. */
  static SortedMap<String, String> pytorch() {
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", "pt");
    return metadata;
  }

  private void text(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    file(name, out -> out.write(bytes));
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private void file(String name, Content content) throws IOException {
    MessageDigest digest = Sha256.digest();
    String path = folder + "/" + name;
    try (OutputStream out = new DigestOutputStream(storage.create(path), digest)) {
      content.writeTo(out);
    }
    try (ByteSource written = storage.open(path)) {
      files.add(new CheckpointManifest.Entry(name, written.size(), Sha256.hex(digest)));
    }
  }
}
