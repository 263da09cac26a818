package io.palindrome.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.Activation;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DataException;
import io.palindrome.conf.FeedForwardConfig;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A {@link ReformerConfig} as Hugging Face's {@code config.json} and back.
 *
 * <p>Sizes must be in the file; other fields that are missing have the values of {@code
 * ReformerConfig} in transformers 4.50. Fields that change nothing here ({@code hash_seed}, {@code
 * initializer_range}, {@code use_cache} and any unknown one) are ignored. {@code num_buckets: null}
 * becomes an empty list: the number is decided from the training length.
 */
public final class HuggingFaceConfig {
  private static final List<String> CAUSAL = List.of("ReformerModelWithLMHead");
  private static final List<String> MASKED = List.of("ReformerForMaskedLM");

  private HuggingFaceConfig() {}

  /**
   * Reads the network from {@code json}.
   *
   * @param file the file's name in messages
   * @throws DataException if a field is missing, has a wrong type or a value this product lacks
   */
  public static ReformerConfig parse(String file, String json) {
    JsonObject fields =
        JsonObject.parse("Cannot read " + file, json.getBytes(StandardCharsets.UTF_8));
    try {
      checkKind(fields);
      return network(fields);
    } catch (IllegalArgumentException e) {
      throw new DataException("%s: %s".formatted(fields.purpose(), e.getMessage()), e);
    }
  }

  /** The text of {@code config.json}; vocabulary and pad token must be known. */
  public static String render(ReformerConfig config) {
    if (config.vocabularySize() < 1 || config.padToken() < 0) {
      throw new IllegalArgumentException(
          "model.vocabulary-size and model.pad-token must be taken from the tokenizer first, but are %d and %d"
              .formatted(config.vocabularySize(), config.padToken()));
    }
    ObjectNode json = JsonObject.empty();
    (config.causal() ? CAUSAL : MASKED).forEach(json.putArray("architectures")::add);
    json.put("model_type", "reformer");
    json.put("is_decoder", config.causal());
    json.put("vocab_size", config.vocabularySize());
    json.put("hidden_size", config.dModel());
    json.put("num_attention_heads", config.heads());
    json.put("attention_head_size", config.dHead());
    json.put("num_hidden_layers", config.layers().size());
    ArrayNode layers = json.putArray("attn_layers");
    config.layers().forEach(kind -> layers.add(kind.name().toLowerCase(Locale.ROOT)));
    json.put("hidden_dropout_prob", config.hiddenDropout());
    json.put("layer_norm_eps", config.layerNormEpsilon());
    json.put("chunk_size_lm_head", config.headChunkRows());
    json.put("pad_token_id", config.padToken());
    json.putNull("bos_token_id");
    json.putNull("eos_token_id");
    renderPosition(json, config.position());
    renderLsh(json, config.lsh());
    renderLocal(json, config.local());
    json.put("feed_forward_size", config.feedForward().dFeedForward());
    json.put("hidden_act", config.feedForward().activation().name().toLowerCase(Locale.ROOT));
    json.put("chunk_size_feed_forward", config.feedForward().chunkRows());
    json.put("initializer_range", 0.02);
    json.put("tie_word_embeddings", false);
    json.put("torch_dtype", "float32");
    json.put("use_cache", false);
    OwnOptions.render(json, config);
    return new String(JsonObject.render(json), StandardCharsets.UTF_8);
  }

  /**
   * The keys, with their values, that Hugging Face's Reformer has no counterpart for: where there
   * is one, {@code config.json} has an object {@code palindrome}, and only this product reads it.
   */
  public static List<String> beyondHuggingFace(ReformerConfig config) {
    return OwnOptions.inUse(config);
  }

  private static void renderPosition(ObjectNode json, PositionConfig position) {
    json.put("axial_pos_embds", position.kind() == PositionKind.AXIAL);
    putAll(json.putArray("axial_pos_shape"), position.axialShape());
    putAll(json.putArray("axial_pos_embds_dim"), position.axialWidths());
    json.put("axial_norm_std", 1.0);
    json.put("max_position_embeddings", position.maxLength());
  }

  private static void renderLsh(ObjectNode json, LshConfig lsh) {
    json.put("num_hashes", lsh.hashRounds());
    switch (lsh.hashBuckets().size()) {
      case 0 -> json.putNull("num_buckets");
      case 1 -> json.put("num_buckets", lsh.hashBuckets().get(0));
      default -> putAll(json.putArray("num_buckets"), lsh.hashBuckets());
    }
    json.putNull("hash_seed");
    json.put("lsh_attn_chunk_length", lsh.chunkLength());
    json.put("lsh_num_chunks_before", lsh.chunksBefore());
    json.put("lsh_num_chunks_after", lsh.chunksAfter());
    json.put("lsh_attention_probs_dropout_prob", lsh.attentionDropout());
  }

  private static void renderLocal(ObjectNode json, LocalConfig local) {
    json.put("local_attn_chunk_length", local.chunkLength());
    json.put("local_num_chunks_before", local.chunksBefore());
    json.put("local_num_chunks_after", local.chunksAfter());
    json.put("local_attention_probs_dropout_prob", local.attentionDropout());
  }

  private static void putAll(ArrayNode array, List<Integer> values) {
    values.forEach(array::add);
  }

  private static void checkKind(JsonObject fields) {
    if (fields.has("model_type") && !fields.text("model_type").equals("reformer")) {
      throw fields.refused("model_type", "\"reformer\"");
    }
    if (fields.has("architectures")) {
      List<String> architectures = fields.texts("architectures");
      if (!architectures.equals(CAUSAL) && !architectures.equals(MASKED)) {
        throw fields.refused(
            "architectures", "[\"ReformerModelWithLMHead\"] or [\"ReformerForMaskedLM\"]");
      }
    }
    if (fields.flag("tie_word_embeddings", false)) {
      throw fields.refused("tie_word_embeddings", "false (the head reads both streams)");
    }
  }

  private static ReformerConfig network(JsonObject fields) {
    if (required(fields, "vocab_size") < 1) {
      throw fields.refused("vocab_size", "at least 1");
    }
    List<AttentionKind> layers = layers(fields);
    OwnOptions own = OwnOptions.parse(fields);
    return new ReformerConfig(
        required(fields, "vocab_size"),
        required(fields, "hidden_size"),
        required(fields, "num_attention_heads"),
        required(fields, "attention_head_size"),
        layers,
        fields.flag("is_decoder", false),
        fields.number("hidden_dropout_prob", 0.05),
        fields.number("layer_norm_eps", 1e-12),
        fields.integer("chunk_size_lm_head", 0),
        fields.integer("pad_token_id", 0),
        position(fields, own),
        lsh(fields, own),
        local(fields, own),
        own.full(),
        new FeedForwardConfig(
            own.feedForward(),
            required(fields, "feed_forward_size"),
            activation(fields),
            fields.integer("chunk_size_feed_forward", 0)));
  }

  private static List<AttentionKind> layers(JsonObject fields) {
    List<AttentionKind> kinds = new ArrayList<>();
    for (String name : fields.texts("attn_layers")) {
      kinds.add(
          switch (name) {
            case "local" -> AttentionKind.LOCAL;
            case "lsh" -> AttentionKind.LSH;
            case "full" -> AttentionKind.FULL;
            default ->
                throw fields.refused("attn_layers", "a list of \"local\", \"lsh\" and \"full\"");
          });
    }
    if (fields.integer("num_hidden_layers", kinds.size()) != kinds.size()) {
      throw fields.refused("num_hidden_layers", "the length of attn_layers " + kinds.size());
    }
    return kinds;
  }

  private static PositionConfig position(JsonObject fields, OwnOptions own) {
    boolean axial = fields.flag("axial_pos_embds", true);
    return new PositionConfig(
        own.rotary() ? PositionKind.ROTARY : axial ? PositionKind.AXIAL : PositionKind.LEARNED,
        fields.integer("max_position_embeddings", 4096),
        integers(fields, "axial_pos_shape", List.of(64, 64)),
        integers(fields, "axial_pos_embds_dim", List.of(64, 192)));
  }

  private static LshConfig lsh(JsonObject fields, OwnOptions own) {
    JsonNode buckets = fields.node().path("num_buckets");
    return new LshConfig(
        fields.integer("num_hashes", 1),
        buckets.isIntegralNumber()
            ? List.of(required(fields, "num_buckets"))
            : integers(fields, "num_buckets", List.of()),
        fields.integer("lsh_attn_chunk_length", 64),
        fields.integer("lsh_num_chunks_before", 1),
        fields.integer("lsh_num_chunks_after", 0),
        fields.number("lsh_attention_probs_dropout_prob", 0.0),
        own.fullBelow(),
        own.withinHashBuckets(),
        own.duplicates());
  }

  private static LocalConfig local(JsonObject fields, OwnOptions own) {
    return new LocalConfig(
        fields.integer("local_attn_chunk_length", 64),
        fields.integer("local_num_chunks_before", 1),
        fields.integer("local_num_chunks_after", 0),
        fields.number("local_attention_probs_dropout_prob", 0.05),
        own.localHeads());
  }

  private static Activation activation(JsonObject fields) {
    if (!fields.has("hidden_act")) {
      return Activation.RELU;
    }
    return switch (fields.text("hidden_act")) {
      case "relu" -> Activation.RELU;
      case "gelu" -> Activation.GELU;
      case "gelu_new" -> Activation.GELU_NEW;
      case "silu", "swish" -> Activation.SILU;
      default -> throw fields.refused("hidden_act", "relu, gelu, gelu_new or silu");
    };
  }

  private static int required(JsonObject fields, String field) {
    long value = fields.integer(field);
    if (value != (int) value) {
      throw fields.refused(field, "a whole number of 32 bits");
    }
    return (int) value;
  }

  private static List<Integer> integers(JsonObject fields, String field, List<Integer> otherwise) {
    if (!fields.has(field)) {
      return otherwise;
    }
    List<Integer> values = new ArrayList<>();
    for (long value : fields.integers(field)) {
      if (value != (int) value) {
        throw fields.refused(field, "whole numbers of 32 bits");
      }
      values.add((int) value);
    }
    return values;
  }
}
