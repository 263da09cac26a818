package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.checkpoint.HuggingFaceConfig;

/** The network that a fixture's {@code config} describes. */
public final class FixtureConfig {
  private FixtureConfig() {}

  /** Reads Hugging Face's fields. */
  public static ReformerConfig of(JsonNode config) {
    return HuggingFaceConfig.parse("the fixture's config", config.toString());
  }
}
