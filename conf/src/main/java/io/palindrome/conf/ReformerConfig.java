package io.palindrome.conf;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The network.
 *
 * @param vocabularySize tokens it knows; 0 = the tokenizer's, see {@link #forVocabulary}
 * @param dModel width of each of the two residual streams
 * @param heads attention heads
 * @param dHead width of one head; {@code heads * dHead} need not be {@code dModel}
 * @param layers attention of each layer, from the first
 * @param causal whether a position sees only itself and earlier ones
 * @param hiddenDropout probability that an element of a branch's output is dropped
 * @param layerNormEpsilon added to the variance
 * @param headChunkRows rows (positions of the whole batch) whose logits exist at a time; 0 = 2,048
 * @param padToken token that fills up a sequence; -1 = the tokenizer's
 */
public record ReformerConfig(
    int vocabularySize,
    int dModel,
    int heads,
    int dHead,
    List<AttentionKind> layers,
    boolean causal,
    double hiddenDropout,
    double layerNormEpsilon,
    int headChunkRows,
    int padToken,
    PositionConfig position,
    LshConfig lsh,
    LocalConfig local,
    FullConfig full,
    FeedForwardConfig feedForward)
    implements Serializable {
  public static final ReformerConfig DEFAULT =
      new ReformerConfig(
          0,
          256,
          4,
          64,
          alternating(3),
          true,
          0.0,
          1e-12,
          4096,
          -1,
          PositionConfig.DEFAULT,
          LshConfig.DEFAULT,
          LocalConfig.DEFAULT,
          FullConfig.DEFAULT,
          FeedForwardConfig.DEFAULT);

  public ReformerConfig {
    Check.present("model.layers", layers);
    Check.present("model.position", position);
    Check.present("model.lsh", lsh);
    Check.present("model.local", local);
    Check.present("model.full", full);
    Check.present("model.feed-forward", feedForward);
    layers = List.copyOf(layers);
    Check.inRange("model.vocabulary-size", vocabularySize, 0, 1 << 24);
    Check.inRange("model.d-model", dModel, 1, 65_536);
    Check.inRange("model.heads", heads, 1, 256);
    Check.inRange("model.d-head", dHead, 1, 4096);
    Check.that(
        !layers.isEmpty() && layers.size() <= 1024,
        "model.layers must be 1 to 1024 layers, but is %d of them",
        layers.size());
    Check.that(
        local.headsInLshLayers() < heads,
        "model.local.heads-in-lsh-layers must be less than model.heads %d, but is %d",
        heads,
        local.headsInLshLayers());
    Check.fraction("model.hidden-dropout", hiddenDropout);
    Check.inRange("model.layer-norm-epsilon", layerNormEpsilon, 1e-20, 0.1);
    Check.notNegative("model.head-chunk-rows", headChunkRows);
    Check.inRange("model.pad-token", padToken, -1, 1 << 24);
    Check.that(
        vocabularySize == 0 || padToken < vocabularySize,
        "model.pad-token must be less than model.vocabulary-size %d, but is %d",
        vocabularySize,
        padToken);
    Check.that(
        position.kind() != PositionKind.AXIAL
            || position.axialWidths().get(0) + position.axialWidths().get(1) == dModel,
        "model.position.axial-widths must sum to model.d-model %d, but is %s",
        dModel,
        position.axialWidths());
  }

  /** The same network with another {@code position}. */
  public ReformerConfig with(PositionConfig other) {
    return new ReformerConfig(
        vocabularySize,
        dModel,
        heads,
        dHead,
        layers,
        causal,
        hiddenDropout,
        layerNormEpsilon,
        headChunkRows,
        padToken,
        other,
        lsh,
        local,
        full,
        feedForward);
  }

  /** The same network with another {@code lsh}. */
  public ReformerConfig with(LshConfig other) {
    return new ReformerConfig(
        vocabularySize,
        dModel,
        heads,
        dHead,
        layers,
        causal,
        hiddenDropout,
        layerNormEpsilon,
        headChunkRows,
        padToken,
        position,
        other,
        local,
        full,
        feedForward);
  }

  /** The same network with another {@code local}. */
  public ReformerConfig with(LocalConfig other) {
    return new ReformerConfig(
        vocabularySize,
        dModel,
        heads,
        dHead,
        layers,
        causal,
        hiddenDropout,
        layerNormEpsilon,
        headChunkRows,
        padToken,
        position,
        lsh,
        other,
        full,
        feedForward);
  }

  /** The same network with another {@code full}. */
  public ReformerConfig with(FullConfig other) {
    return new ReformerConfig(
        vocabularySize,
        dModel,
        heads,
        dHead,
        layers,
        causal,
        hiddenDropout,
        layerNormEpsilon,
        headChunkRows,
        padToken,
        position,
        lsh,
        local,
        other,
        feedForward);
  }

  /** The same network with another {@code feedForward}. */
  public ReformerConfig with(FeedForwardConfig other) {
    return new ReformerConfig(
        vocabularySize,
        dModel,
        heads,
        dHead,
        layers,
        causal,
        hiddenDropout,
        layerNormEpsilon,
        headChunkRows,
        padToken,
        position,
        lsh,
        local,
        full,
        other);
  }

  /** Heads of a layer that hash: all of an LSH layer but those that attend locally. */
  public int hashingHeads(int layer) {
    return layers.get(layer) == AttentionKind.LSH ? heads - local.headsInLshLayers() : 0;
  }

  private static List<AttentionKind> alternating(int pairs) {
    return Collections.nCopies(pairs, List.of(AttentionKind.LOCAL, AttentionKind.LSH)).stream()
        .flatMap(List::stream)
        .toList();
  }

  /** The same network, with what the configuration left to the tokenizer filled in. */
  public ReformerConfig forVocabulary(int tokenizerSize, int tokenizerPad) {
    return new ReformerConfig(
        vocabularySize == 0 ? tokenizerSize : vocabularySize,
        dModel,
        heads,
        dHead,
        layers,
        causal,
        hiddenDropout,
        layerNormEpsilon,
        headChunkRows,
        padToken < 0 ? tokenizerPad : padToken,
        position,
        lsh,
        local,
        full,
        feedForward);
  }

  /** Sequences are padded to a multiple of this: of the chunk lengths of all layers. */
  public int lengthMultiple() {
    return chunkLengths().stream().reduce(1, (a, b) -> Math.multiplyExact(a / gcd(a, b), b));
  }

  /** Lengths of the chunks and blocks that the layers cut a sequence into, each once. */
  public List<Integer> chunkLengths() {
    boolean hashes = layers.contains(AttentionKind.LSH);
    Set<Integer> lengths = new TreeSet<>();
    if (hashes) {
      lengths.add(lsh.chunkLength());
    }
    if (layers.contains(AttentionKind.LOCAL) || (hashes && local.headsInLshLayers() > 0)) {
      lengths.add(local.chunkLength());
    }
    if (layers.contains(AttentionKind.FULL)) {
      lengths.add(full.blockLength());
    }
    return List.copyOf(lengths);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
