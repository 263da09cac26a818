package io.palindrome.model.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DataException;
import io.palindrome.conf.DuplicateKeys;
import io.palindrome.conf.FeedForwardKind;
import io.palindrome.conf.FullConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The options that Hugging Face's Reformer lacks: fields of an object {@code palindrome} in {@code
 * config.json}, each written only where it is used. A field that is not known is refused, since the
 * network would be another one without it.
 */
final class OwnOptions {
  private static final String OBJECT = "palindrome";
  private static final String POSITIONS = "positions";
  private static final String ROTARY = "rotary";
  private static final String FEED_FORWARD = "feed_forward";
  private static final String GATED = "gated";
  private static final String LOCAL_HEADS = "local_heads_in_lsh_layers";
  private static final String FULL_BLOCK_LENGTH = "full_block_length";
  private static final String FULL_DROPOUT = "full_attention_dropout";
  private static final String LSH_FULL_BELOW = "lsh_full_below";
  private static final String LSH_WITHIN = "lsh_within_hash_buckets";
  private static final String LSH_DUPLICATES = "lsh_duplicates";
  private static final String CORRECTED = "corrected";
  private static final Set<String> KNOWN =
      Set.of(
          POSITIONS,
          FEED_FORWARD,
          LOCAL_HEADS,
          FULL_BLOCK_LENGTH,
          FULL_DROPOUT,
          LSH_FULL_BELOW,
          LSH_WITHIN,
          LSH_DUPLICATES);

  private final JsonObject fields;

  private OwnOptions(JsonObject fields) {
    this.fields = fields;
  }

  /**
   * The options of a parsed {@code config.json}.
   *
   * @throws DataException if there is one that this version does not know
   */
  static OwnOptions parse(JsonObject file) {
    JsonObject fields =
        file.has(OBJECT) ? file.object(OBJECT) : new JsonObject(file.purpose(), JsonObject.empty());
    for (Iterator<String> names = fields.node().fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KNOWN.contains(name)) {
        throw new DataException(
            "%s: %s is an option that this version does not know; use the version that wrote the file"
                .formatted(fields.purpose(), JsonObject.printable(name)));
      }
    }
    return new OwnOptions(fields);
  }

  /** Writes what {@code config} uses; nothing where Hugging Face has all of it. */
  static void render(ObjectNode json, ReformerConfig config) {
    ObjectNode own = JsonObject.empty();
    if (config.position().kind() == PositionKind.ROTARY) {
      own.put(POSITIONS, ROTARY);
    }
    if (config.feedForward().kind() == FeedForwardKind.GATED) {
      own.put(FEED_FORWARD, GATED);
    }
    if (config.local().headsInLshLayers() > 0) {
      own.put(LOCAL_HEADS, config.local().headsInLshLayers());
    }
    if (config.layers().contains(AttentionKind.FULL)) {
      own.put(FULL_BLOCK_LENGTH, config.full().blockLength());
      own.put(FULL_DROPOUT, config.full().attentionDropout());
    }
    if (config.lsh().fullBelow() > 0) {
      own.put(LSH_FULL_BELOW, config.lsh().fullBelow());
    }
    if (config.lsh().withinHashBuckets()) {
      own.put(LSH_WITHIN, true);
    }
    if (config.lsh().duplicates() == DuplicateKeys.CORRECTED) {
      own.put(LSH_DUPLICATES, CORRECTED);
    }
    if (!own.isEmpty()) {
      json.set(OBJECT, own);
    }
  }

  /** The keys, with their values, that Hugging Face's Reformer has no counterpart for. */
  static List<String> inUse(ReformerConfig config) {
    List<String> used = new ArrayList<>();
    if (config.position().kind() == PositionKind.ROTARY) {
      used.add("model.position.kind = rotary");
    }
    if (config.feedForward().kind() == FeedForwardKind.GATED) {
      used.add("model.feed-forward.kind = gated");
    }
    if (config.local().headsInLshLayers() > 0) {
      used.add("model.local.heads-in-lsh-layers = " + config.local().headsInLshLayers());
    }
    if (config.layers().contains(AttentionKind.FULL)) {
      String layers = config.layers().toString().toLowerCase(Locale.ROOT);
      used.add("model.layers = " + layers);
    }
    if (config.lsh().fullBelow() > 0) {
      used.add("model.lsh.full-below = " + config.lsh().fullBelow());
    }
    if (config.lsh().withinHashBuckets()) {
      used.add("model.lsh.within-hash-buckets = true");
    }
    if (config.lsh().duplicates() == DuplicateKeys.CORRECTED) {
      used.add("model.lsh.duplicates = corrected");
    }
    return used;
  }

  boolean rotary() {
    return is(POSITIONS, ROTARY);
  }

  FeedForwardKind feedForward() {
    return is(FEED_FORWARD, GATED) ? FeedForwardKind.GATED : FeedForwardKind.PLAIN;
  }

  int localHeads() {
    return fields.integer(LOCAL_HEADS, 0);
  }

  FullConfig full() {
    FullConfig defaults = FullConfig.DEFAULT;
    return new FullConfig(
        fields.integer(FULL_BLOCK_LENGTH, defaults.blockLength()),
        fields.number(FULL_DROPOUT, defaults.attentionDropout()));
  }

  int fullBelow() {
    return fields.integer(LSH_FULL_BELOW, LshConfig.DEFAULT.fullBelow());
  }

  boolean withinHashBuckets() {
    return fields.flag(LSH_WITHIN, false);
  }

  DuplicateKeys duplicates() {
    return is(LSH_DUPLICATES, CORRECTED) ? DuplicateKeys.CORRECTED : DuplicateKeys.COUNTED;
  }

  private boolean is(String field, String only) {
    if (!fields.has(field)) {
      return false;
    }
    if (!fields.text(field).equals(only)) {
      throw fields.refused(field, "\"" + only + "\"");
    }
    return true;
  }
}
