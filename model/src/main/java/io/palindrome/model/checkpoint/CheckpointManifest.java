package io.palindrome.model.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last file of a checkpoint, {@code checkpoint.json}: a folder without it is no checkpoint.
 *
 * <p>Its own checksum stands in it, so that a change of any byte of the folder is noticed.
 *
 * @param step optimizer updates
 * @param parameterCount length of the flat vector
 * @param layoutHash SHA-256 over names and shapes of all slots
 * @param files every other file of the folder
 */
public record CheckpointManifest(
    long step, long parameterCount, String layoutHash, Provenance provenance, List<Entry> files) {
  /** The file's name in a checkpoint's folder. */
  public static final String FILE = "checkpoint.json";

  /** Version of the folder's format that this program writes and reads. */
  public static final int VERSION = 1;

  private static final String FORMAT = "palindrome-checkpoint";

  public CheckpointManifest {
    files = List.copyOf(files);
  }

  /**
   * One file of the folder.
   *
   * @param bytes its size
   * @param sha256 lower-case hex
   */
  public record Entry(String name, long bytes, String sha256) {}

  byte[] render() {
    ObjectNode json = body();
    json.put("checksum", Sha256.of(JsonObject.render(body())));
    return JsonObject.render(json);
  }

  private ObjectNode body() {
    ObjectNode json = JsonObject.empty();
    json.put("format", FORMAT);
    json.put("version", VERSION);
    json.put("createdBy", provenance.createdBy());
    json.put("step", step);
    json.put("parameterCount", parameterCount);
    json.put("layoutHash", layoutHash);
    json.put("datasetFingerprint", provenance.dataset());
    json.put("tokenizerFingerprint", provenance.tokenizer());
    ObjectNode entries = json.putObject("files");
    for (Entry entry : files) {
      entries.putObject(entry.name()).put("bytes", entry.bytes()).put("sha256", entry.sha256());
    }
    return json;
  }

  /**
   * Reads a manifest.
   *
   * @param purpose how messages begin
   */
  static CheckpointManifest parse(String purpose, byte[] bytes) {
    JsonObject json = JsonObject.parse(purpose + ": its " + FILE, bytes);
    if (!json.text("format").equals(FORMAT)) {
      throw json.refused("format", '"' + FORMAT + '"');
    }
    long version = json.integer("version");
    if (version != VERSION) {
      throw new DataException(
          "%s: its format version is %d, this program reads %d; use the program that wrote it, %s"
              .formatted(purpose, version, VERSION, json.text("createdBy")));
    }
    List<Entry> files = new ArrayList<>();
    JsonObject entries = json.object("files");
    for (var names = entries.node().fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonObject entry = entries.object(name);
      files.add(new Entry(name, entry.integer("bytes"), entry.text("sha256")));
    }
    CheckpointManifest manifest =
        new CheckpointManifest(
            json.integer("step"),
            json.integer("parameterCount"),
            json.text("layoutHash"),
            new Provenance(
                json.text("createdBy"),
                json.text("datasetFingerprint"),
                json.text("tokenizerFingerprint")),
            files);
    if (!Arrays.equals(manifest.render(), bytes)) {
      throw new DataException(
          "%s: its %s is damaged (its checksum does not fit); use an older checkpoint"
              .formatted(purpose, FILE));
    }
    return manifest;
  }
}
