package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.palindrome.conf.Activation;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.FeedForwardConfig;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The network that a fixture's {@code config} describes. */
public final class FixtureConfig {
  private FixtureConfig() {}

  /** Reads Hugging Face's fields. */
  public static ReformerConfig of(JsonNode config) {
    double hiddenDropout = config.get("hidden_dropout_prob").asDouble();
    List<AttentionKind> layers = new ArrayList<>();
    config
        .get("attn_layers")
        .forEach(kind -> layers.add(AttentionKind.valueOf(kind.asText().toUpperCase(Locale.ROOT))));
    return new ReformerConfig(
        config.get("vocab_size").asInt(),
        config.get("hidden_size").asInt(),
        config.get("num_attention_heads").asInt(),
        config.get("attention_head_size").asInt(),
        layers,
        config.get("is_decoder").asBoolean(),
        hiddenDropout,
        config.get("layer_norm_eps").asDouble(),
        config.get("chunk_size_lm_head").asInt(),
        config.get("pad_token_id").asInt(),
        position(config),
        lsh(config),
        new LocalConfig(
            config.get("local_attn_chunk_length").asInt(),
            config.get("local_num_chunks_before").asInt(),
            config.get("local_num_chunks_after").asInt(),
            config.get("local_attention_probs_dropout_prob").asDouble()),
        new FeedForwardConfig(
            config.get("feed_forward_size").asInt(),
            Activation.valueOf(config.get("hidden_act").asText().toUpperCase(Locale.ROOT)),
            config.get("chunk_size_feed_forward").asInt()));
  }

  private static LshConfig lsh(JsonNode config) {
    return new LshConfig(
        config.get("num_hashes").asInt(),
        config.get("num_buckets").isNull() ? List.of() : ints(config.get("num_buckets")),
        config.get("lsh_attn_chunk_length").asInt(),
        config.get("lsh_num_chunks_before").asInt(),
        config.get("lsh_num_chunks_after").asInt(),
        config.get("lsh_attention_probs_dropout_prob").asDouble());
  }

  private static PositionConfig position(JsonNode config) {
    boolean axial = config.get("axial_pos_embds").asBoolean();
    return new PositionConfig(
        axial ? PositionKind.AXIAL : PositionKind.LEARNED,
        config.get("max_position_embeddings").asInt(),
        axial ? ints(config.get("axial_pos_shape")) : List.of(),
        axial ? ints(config.get("axial_pos_embds_dim")) : List.of());
  }

  private static List<Integer> ints(JsonNode node) {
    List<Integer> values = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(value -> values.add(value.asInt()));
    } else {
      values.add(node.asInt());
    }
    return values;
  }
}
