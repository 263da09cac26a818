package io.palindrome.pipeline.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The manifest as JSON text. */
final class ManifestFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ManifestFile() {}

  static String render(DatasetManifest manifest) {
    try {
      return JSON.writeValueAsString(manifest) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Every manifest can be written as JSON", e);
    }
  }

  /**
   * The manifest of a text.
   *
   * @throws DamagedManifestException when it is none, or of a newer version
   */
  static DatasetManifest parse(String text) throws DamagedManifestException {
    try {
      JsonNode tree = JSON.readTree(text);
      int version = tree.path("version").asInt(0);
      if (version > DatasetManifest.VERSION) {
        throw new DamagedManifestException(
            "is of version %d and this program reads up to version %d; use the program that wrote it"
                .formatted(version, DatasetManifest.VERSION));
      }
      if (version < 1) {
        throw new DamagedManifestException("is damaged: it has no version; prepare the data again");
      }
      return JSON.treeToValue(tree, DatasetManifest.class);
    } catch (JsonProcessingException e) {
      throw new DamagedManifestException(
          "is damaged (%s); prepare the data again".formatted(e.getOriginalMessage()));
    }
  }

  /** Says what is wrong with a manifest, as the end of a sentence. */
  static final class DamagedManifestException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedManifestException(String message) {
      super(message);
    }
  }
}
