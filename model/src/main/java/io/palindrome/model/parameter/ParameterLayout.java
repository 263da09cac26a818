package io.palindrome.model.parameter;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.ReformerConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where every parameter of a Reformer lies in the flat vector.
 *
 * <p>Names and shapes are those of Hugging Face's {@code ReformerModelWithLMHead}; the order is the
 * order of use: word and position embeddings, layer 0 and on, final norm, head. Slots follow each
 * other without gaps. Layers take their slots from the typed accessors and never build a name.
 */
public final class ParameterLayout {
  private final List<Slot> slots;
  private final Map<String, Slot> byName = new LinkedHashMap<>();
  private final Slot wordEmbeddings;
  private final PositionSlots positions;
  private final List<LayerSlots> layers;
  private final NormSlots finalNorm;
  private final DenseSlots head;

  private ParameterLayout(ReformerConfig config) {
    SlotWriter writer = new SlotWriter();
    String embeddings = "reformer.embeddings.";
    wordEmbeddings =
        writer.add(embeddings + "word_embeddings.weight", config.vocabularySize(), config.dModel());
    positions = positions(writer, embeddings + "position_embeddings.", config);
    List<LayerSlots> blocks = new ArrayList<>();
    for (int i = 0; i < config.layers().size(); i++) {
      blocks.add(layer(writer, "reformer.encoder.layers." + i + ".", config, i));
    }
    layers = List.copyOf(blocks);
    finalNorm = writer.norm("reformer.encoder.layer_norm", 2L * config.dModel());
    head =
        new DenseSlots(
            writer.add("lm_head.decoder.weight", config.vocabularySize(), 2L * config.dModel()),
            writer.add("lm_head.bias", config.vocabularySize()));
    slots = writer.slots();
    slots.forEach(slot -> byName.put(slot.name(), slot));
  }

  /** The layout of the network that {@code config} describes. */
  public static ParameterLayout of(ReformerConfig config) {
    return new ParameterLayout(config);
  }

  private static PositionSlots positions(SlotWriter writer, String prefix, ReformerConfig config) {
    PositionConfig position = config.position();
    return switch (position.kind()) {
      case LEARNED ->
          new PositionSlots.Learned(
              writer.add(prefix + "embedding.weight", position.maxLength(), config.dModel()));
      case ROTARY -> new PositionSlots.Rotary();
      case AXIAL ->
          new PositionSlots.Axial(
              writer.add(
                  prefix + "weights.0",
                  position.axialShape().get(0),
                  1,
                  position.axialWidths().get(0)),
              writer.add(
                  prefix + "weights.1",
                  1,
                  position.axialShape().get(1),
                  position.axialWidths().get(1)));
    };
  }

  private static LayerSlots layer(
      SlotWriter writer, String prefix, ReformerConfig config, int index) {
    long dModel = config.dModel();
    return new LayerSlots(
        writer.norm(prefix + "attention.layer_norm", dModel),
        attention(writer, prefix + "attention.", config, config.layers().get(index)),
        writer.norm(prefix + "feed_forward.layer_norm", dModel),
        feedForward(writer, prefix + "feed_forward.", config));
  }

  private static FeedForwardSlots feedForward(
      SlotWriter writer, String prefix, ReformerConfig config) {
    long dModel = config.dModel();
    long dFeedForward = config.feedForward().dFeedForward();
    DenseSlots hidden = writer.dense(prefix + "dense.dense", dFeedForward, dModel);
    String output = prefix + "output.dense";
    return switch (config.feedForward().kind()) {
      case PLAIN -> new FeedForwardSlots.Plain(hidden, writer.dense(output, dModel, dFeedForward));
      case GATED ->
          new FeedForwardSlots.Gated(
              hidden,
              writer.dense(prefix + "gate.dense", dFeedForward, dModel),
              writer.dense(output, dModel, dFeedForward));
    };
  }

  private static AttentionSlots attention(
      SlotWriter writer, String prefix, ReformerConfig config, AttentionKind kind) {
    long dModel = config.dModel();
    long width = (long) config.heads() * config.dHead();
    String self = prefix + "self_attention.";
    String output = prefix + "output.dense.weight";
    return switch (kind) {
      case LSH ->
          new AttentionSlots.Lsh(
              writer.add(self + "query_key.weight", width, dModel),
              writer.add(self + "value.weight", width, dModel),
              writer.add(output, dModel, width));
      case LOCAL, FULL ->
          new AttentionSlots.Local(
              writer.add(self + "query.weight", width, dModel),
              writer.add(self + "key.weight", width, dModel),
              writer.add(self + "value.weight", width, dModel),
              writer.add(output, dModel, width));
    };
  }

  /** All slots in the order of the flat vector. */
  public List<Slot> slots() {
    return slots;
  }

  /**
   * The slot of that name.
   *
   * @throws IllegalArgumentException if there is none; the message names the nearest
   */
  public Slot slot(String name) {
    Slot slot = byName.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "slot must be one of this layout's %d, but is %s; the nearest is %s"
              .formatted(slots.size(), name, nearest(name)));
    }
    return slot;
  }

  /** Whether the layout has a slot of that name. */
  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  /**
   * The slots that weight decay applies to, in the order of the flat vector: weights of two axes.
   * Norms, biases and position tables do not decay.
   */
  public List<Slot> decaying() {
    return slots.stream()
        .filter(slot -> slot.shape().size() == 2)
        .filter(slot -> !slot.equals(learnedPositions()))
        .toList();
  }

  private Slot learnedPositions() {
    return positions instanceof PositionSlots.Learned learned ? learned.table() : null;
  }

  /** Length of the flat vector. */
  public long parameterCount() {
    return slots.get(slots.size() - 1).end();
  }

  /** Word embeddings [vocabularySize, dModel]. */
  public Slot wordEmbeddings() {
    return wordEmbeddings;
  }

  /** Position tables. */
  public PositionSlots positions() {
    return positions;
  }

  /** Slots of block {@code index}, counted from 0. */
  public LayerSlots layer(int index) {
    return layers.get(index);
  }

  /** All blocks from first to last. */
  public List<LayerSlots> layers() {
    return layers;
  }

  /** Norm over both streams, [2 * dModel]. */
  public NormSlots finalNorm() {
    return finalNorm;
  }

  /** Head: weight [vocabularySize, 2 * dModel], bias [vocabularySize]. */
  public DenseSlots head() {
    return head;
  }

  private String nearest(String name) {
    return byName.keySet().stream()
        .min(Comparator.comparingInt(candidate -> EditDistance.between(name, candidate)))
        .orElseThrow();
  }
}
