package io.palindrome.model.checkpoint;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.DataException;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.UserException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Which networks Hugging Face's Reformer can compute: those that {@code config.json} with nothing
 * but its own fields gives back unchanged. A new option of ours is refused without being listed
 * here, until it has a field of Hugging Face's.
 */
final class HuggingFaceForm {
  private static final Set<AttentionKind> LAYERS =
      EnumSet.of(AttentionKind.LOCAL, AttentionKind.LSH);

  /** What {@code ReformerConfig} of transformers 4.50 knows, of what we write. */
  private static final Set<String> FIELDS =
      Set.of(
          "architectures",
          "model_type",
          "is_decoder",
          "vocab_size",
          "hidden_size",
          "num_attention_heads",
          "attention_head_size",
          "num_hidden_layers",
          "attn_layers",
          "hidden_dropout_prob",
          "layer_norm_eps",
          "chunk_size_lm_head",
          "pad_token_id",
          "bos_token_id",
          "eos_token_id",
          "axial_pos_embds",
          "axial_pos_shape",
          "axial_pos_embds_dim",
          "axial_norm_std",
          "max_position_embeddings",
          "num_hashes",
          "num_buckets",
          "hash_seed",
          "lsh_attn_chunk_length",
          "lsh_num_chunks_before",
          "lsh_num_chunks_after",
          "lsh_attention_probs_dropout_prob",
          "local_attn_chunk_length",
          "local_num_chunks_before",
          "local_num_chunks_after",
          "local_attention_probs_dropout_prob",
          "feed_forward_size",
          "hidden_act",
          "chunk_size_feed_forward",
          "initializer_range",
          "tie_word_embeddings",
          "torch_dtype",
          "use_cache");

  /**
   * How many rows are computed at a time: no result depends on them, but Hugging Face refuses a
   * length that is no multiple, so it is told to compute all rows at once.
   */
  private static final Map<String, String> CHUNKS =
      Map.of(
          "model.head-chunk-rows", "chunk_size_lm_head",
          "model.feed-forward.chunk-rows", "chunk_size_feed_forward");

  private HuggingFaceForm() {}

  /**
   * The text of {@code config.json}.
   *
   * @throws UserException that names every key of ours which Hugging Face's Reformer lacks
   */
  static String render(ReformerConfig config) {
    if (!LAYERS.containsAll(config.layers())) {
      throw refused(
          List.of(
              "model.layers must be %s, but is %s"
                  .formatted(names(LAYERS), names(config.layers()))));
    }
    String full = HuggingFaceConfig.render(config);
    JsonObject json =
        JsonObject.parse("Cannot read config.json", full.getBytes(StandardCharsets.UTF_8));
    json.node().retain(FIELDS);
    CHUNKS.values().forEach(field -> json.node().put(field, 0));
    String plain = new String(JsonObject.render(json.node()), StandardCharsets.UTF_8);
    List<String> differing = differing(config, plain);
    if (!differing.isEmpty()) {
      throw refused(differing);
    }
    return plain;
  }

  private static List<String> differing(ReformerConfig config, String plain) {
    ReformerConfig there;
    try {
      there = HuggingFaceConfig.parse("config.json", plain);
    } catch (DataException e) {
      throw new UserException("Cannot export to Hugging Face's form: " + e.getMessage(), e);
    }
    SortedMap<String, String> ours = ConfigFile.keys("model", config);
    SortedMap<String, String> theirs = ConfigFile.keys("model", there);
    List<String> differing = new ArrayList<>();
    ours.forEach(
        (key, value) -> {
          if (!CHUNKS.containsKey(key) && !value.equals(theirs.get(key))) {
            differing.add("%s must be %s, but is %s".formatted(key, theirs.get(key), value));
          }
        });
    return differing;
  }

  private static List<String> names(Collection<AttentionKind> kinds) {
    return kinds.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static UserException refused(List<String> differing) {
    return new UserException(
        "Cannot export to Hugging Face's form: %s; its Reformer computes nothing else"
            .formatted(String.join(", and ", differing)));
  }
}
