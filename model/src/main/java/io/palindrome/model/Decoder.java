package io.palindrome.model;

import io.palindrome.conf.Check;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.attention.AttentionBranch;
import io.palindrome.model.attention.AttentionCache;
import io.palindrome.model.attention.AttentionStep;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.CrossEntropyHead;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.Sequences;
import io.palindrome.model.layer.TokenEmbedding;
import io.palindrome.model.parameter.Parameters;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Goes on with texts a token at a time: one forward pass reads a prompt, then each token costs one
 * row of every product and one query of every attention (REFORMER.md section 8). The states of
 * earlier positions stay what they were when their token came. With local attention a forward pass
 * over the longer text gives the same; LSH attention would hash earlier positions into other chunks
 * too.
 *
 * <p>Not thread-safe. Owns its kernels, and closes them.
 */
public final class Decoder implements AutoCloseable {
  /** Texts that are decoded together at most: their number never changes a bit of one of them. */
  public static final int MOST_TOGETHER = 4;

  private final Reformer reformer;
  private final ReformerConfig config;
  private final Kernels kernels;
  private final Arena arena;
  private final Storage parameters;

  public Decoder(ReformerConfig config, Kernels kernels) {
    Check.that(
        config.causal(),
        "model.causal must be true to go on with a text, but is false: such a model sees what"
            + " follows");
    this.reformer = new Reformer(config);
    this.config = config;
    this.kernels = kernels;
    this.arena = new Arena(kernels);
    this.parameters = kernels.allocate(reformer.layout().parameterCount());
  }

  /** Overwrites the parameters. */
  public void loadParameters(INDArray flat) {
    kernels.load(flat, parameters);
  }

  /** Parameters in layout order, in the kernels' memory. */
  public Storage parameters() {
    return parameters;
  }

  /** Most tokens that a text may have, its prompt included. */
  public static int longestText(ReformerConfig config) {
    PositionConfig position = config.position();
    int longest = position.maxLength();
    boolean fits = PaddedBatch.paddedLength(config, longest) <= position.positions();
    return fits ? longest : longest / config.lengthMultiple() * config.lengthMultiple();
  }

  /**
   * Begins a text with its first tokens, by one forward pass.
   *
   * @param prompt at least one token
   * @param randomness of the hash rotations, without dropout; the text keeps it
   */
  public DecodedText read(int[] prompt, Randomness randomness) {
    Check.that(prompt.length > 0, "prompt must have a token, but has none");
    DecodedText text = new DecodedText(randomness, prompt);
    read(text);
    return text;
  }

  /** The same text once more, to go on with differently. */
  public DecodedText copy(DecodedText text) {
    DecodedText copy = new DecodedText(text.randomness(), text.tokens());
    Pass pass = pass(text.randomness(), new Sequences(1, 1, List.of(), new int[0]));
    copy.replaceCaches(text.caches().stream().map(cache -> cache.copy(pass)).toList());
    copy.logits(text.logits());
    return copy;
  }

  private Pass pass(Randomness randomness, Sequences sequences) {
    return new Pass(kernels, arena, new Parameters(parameters), randomness, sequences);
  }

  private void read(DecodedText text) {
    arena.trim();
    int length = text.length();
    int[] labels = new int[length];
    Arrays.fill(labels, TrainingBatch.IGNORED);
    PaddedBatch batch = PaddedBatch.of(config, new TrainingBatch(1, length, text.tokens(), labels));
    Sequences sequences = batch.sequences(arena);
    Pass pass = pass(text.randomness(), sequences);
    List<AttentionCache> caches = new ArrayList<>();
    double[] logits =
        logits(
            batch.tokens(),
            length - 1,
            length,
            pass,
            (branch, x, target) -> {
              AttentionCache cache = new AttentionCache(branch, kernels);
              caches.add(cache);
              cache.read(x, target, length, pass);
            });
    text.replaceCaches(caches);
    text.logits(logits);
    sequences.keyMasks().forEach(arena::giveBack);
    arena.trim();
  }

  /**
   * Each text takes one more token.
   *
   * @param texts at most {@link #MOST_TOGETHER}, read by this decoder with the same randomness
   * @param tokens one a text
   */
  public void step(List<DecodedText> texts, int... tokens) {
    Check.inRange("texts", texts.size(), 1, MOST_TOGETHER);
    Check.that(
        tokens.length == texts.size(),
        "tokens must be %d, one a text, but are %d",
        texts.size(),
        tokens.length);
    List<DecodedText> going = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      DecodedText text = texts.get(i);
      int before = text.length();
      Check.that(
          before < longestText(config),
          "a text must have at most %d tokens (model.position.max-length), but is to get one more",
          longestText(config));
      text.append(tokens[i]);
      if (seesOtherwise(before, text.length())) {
        read(text);
      } else {
        going.add(text);
      }
    }
    if (!going.isEmpty()) {
      stepTogether(going);
    }
  }

  /** Whether a forward pass over the longer text computes other states of earlier positions. */
  private boolean seesOtherwise(int length, int longer) {
    int padded = PaddedBatch.paddedLength(config, length);
    int newPadded = PaddedBatch.paddedLength(config, longer);
    return reformer.blocks().stream()
        .anyMatch(block -> attention(block).wrapsDifferently(padded, newPadded));
  }

  private void stepTogether(List<DecodedText> texts) {
    int rows = texts.size();
    int[] tokens = new int[rows];
    int[] positions = new int[rows];
    int[] padded = new int[rows];
    for (int row = 0; row < rows; row++) {
      DecodedText text = texts.get(row);
      positions[row] = text.length() - 1;
      tokens[row] = text.lastToken();
      padded[row] = PaddedBatch.paddedLength(config, text.length());
    }
    Pass pass = pass(texts.get(0).randomness(), new Sequences(rows, 1, List.of(), positions));
    double[] logits =
        logits(
            tokens,
            0,
            rows,
            pass,
            (branch, x, target) -> {
              List<AttentionCache> caches =
                  texts.stream().map(text -> text.cache(branch.index())).toList();
              new AttentionStep(branch, caches, padded).add(x, target, pass);
            });
    for (int row = 0; row < rows; row++) {
      int from = row * config.vocabularySize();
      texts.get(row).logits(Arrays.copyOfRange(logits, from, from + config.vocabularySize()));
    }
  }

  /** Adds an attention layer's output for x to target. */
  private interface Attention {
    void add(AttentionBranch branch, Matrix x, Matrix target);
  }

  /** The network with its attention computed in another way; logits of rows [from, to). */
  private double[] logits(int[] tokens, int from, int to, Pass pass, Attention attention) {
    try (TokenEmbedding embedding = new TokenEmbedding(config, reformer.layout(), pass, tokens)) {
      Streams streams = reformer.embed(embedding, pass);
      for (ReversibleBlock block : reformer.blocks()) {
        attention.add(attention(block), streams.x2(), streams.x1());
        add(block.g(), streams.x1(), streams.x2(), pass);
      }
      double[] logits =
          new CrossEntropyHead(config, reformer.layout(), pass)
              .logits(streams.x1(), streams.x2(), from, to);
      streams.giveBack(arena);
      return logits;
    }
  }

  private static AttentionBranch attention(ReversibleBlock block) {
    return (AttentionBranch) block.f();
  }

  private static void add(Branch branch, Matrix x, Matrix target, Pass pass) {
    for (int part = 0; part < branch.parts(pass); part++) {
      Decided decided = branch.decide(part, x, target, Direction.FORWARD, pass);
      decided.evaluation().close();
      decided.layer().close();
    }
  }

  @Override
  public void close() {
    arena.close();
    parameters.close();
    kernels.close();
  }
}
