package io.palindrome.model.attention;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.FullConfig;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.HashRules;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Reach;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Site;
import io.palindrome.model.parameter.LayerSlots;
import java.util.List;

/**
 * The attention branch of a block, local, LSH or full, a part for every group of heads (Kitaev et
 * al. 2020, section 2; REFORMER.md sections 1, 3, 4).
 *
 * <pre>f(x) = dropout(attention(norm(x)) Wo^T)</pre>
 *
 * <p>Heads are evaluated in groups: all together on short sequences, on longer ones as many as fill
 * half of dModel, so that the buffers of a part need no more than the streams and their gradients
 * do, and one at a time on a whole novel. The number depends on shapes only, so it never changes a
 * bit between machines.
 */
public record AttentionBranch(int index, ReformerConfig config, LayerSlots slots)
    implements Branch {
  /** Elements of queries, keys or values up to which all heads are evaluated together. */
  public static final long SHORT_ELEMENTS = 1L << 21;

  /** Most elements of one of the part's buffers of queries, keys or values. */
  public static final long PART_ELEMENTS = 1L << 23;

  boolean hashed() {
    return kind() == AttentionKind.LSH;
  }

  AttentionKind kind() {
    return config.layers().get(index);
  }

  private int headsAtOnce(Pass pass) {
    long elementsOfHead = (long) pass.sequences().rows() * config.dHead();
    if (elementsOfHead * config.heads() <= SHORT_ELEMENTS) {
      return config.heads();
    }
    long fit = PART_ELEMENTS / elementsOfHead;
    long half = config.dModel() / 2 / config.dHead();
    return (int) Math.max(1, Math.min(Math.min(fit, half), config.heads()));
  }

  @Override
  public int parts(Pass pass) {
    return Pass.tiles(config.heads(), headsAtOnce(pass));
  }

  @Override
  public Decided decide(int part, Matrix x, Matrix target, Direction direction, Pass pass) {
    int first = part * headsAtOnce(pass);
    HeadGroup group = new HeadGroup(first, Math.min(headsAtOnce(pass), config.heads() - first));
    Projections projections = Projections.of(this, group, x, pass);
    List<HashOrder> orders =
        sorted(pass) ? HashOrder.decide(this, group, projections, pass) : List.of();
    projections.turn(this, group, Direction.FORWARD, pass);
    HeadGroupAttention layer = new HeadGroupAttention(this, group, orders, pass.arena());
    AttentionEvaluation evaluation = new AttentionEvaluation(layer, projections, x, pass);
    evaluation.addOutput(target, direction.sign());
    return new Decided(layer, evaluation);
  }

  private boolean sorted(Pass pass) {
    return sorted(pass.sequences().length());
  }

  boolean sorted(int length) {
    return hashed() && config.lsh().hashes(length);
  }

  /**
   * Whether a sequence that is padded to {@code longer} instead of {@code length} shows its earlier
   * positions something else: where a window wraps around to what is not in the future. Hash
   * buckets, which new positions move too, are not asked after.
   */
  public boolean wrapsDifferently(int length, int longer) {
    boolean local =
        kind() == AttentionKind.LOCAL || (hashed() && config.local().headsInLshLayers() > 0);
    if (!local || length == longer) {
      return false;
    }
    int chunks = length / config.local().chunkLength();
    return config.local().chunksAfter() > 0 || chunks <= config.local().chunksBefore();
  }

  int rounds(Pass pass) {
    return sorted(pass) ? config.lsh().hashRounds() : 1;
  }

  /** How a head's sequence is cut: what its queries see, and how many weights are dropped. */
  private record Cut(int chunkLength, Reach reach, double attentionDropout) {}

  /** In an LSH layer the last heads may attend locally. */
  private Cut cut(int head, int length) {
    if (kind() == AttentionKind.FULL) {
      FullConfig full = config.full();
      return new Cut(full.blockLength(), new Reach.Everything(), full.attentionDropout());
    }
    if (head >= config.hashingHeads(index)) {
      LocalConfig local = config.local();
      Reach near = new Reach.Neighbours(local.chunksBefore(), local.chunksAfter());
      return new Cut(local.chunkLength(), near, local.attentionDropout());
    }
    LshConfig lsh = config.lsh();
    Reach near = new Reach.Neighbours(lsh.chunksBefore(), lsh.chunksAfter());
    Reach reach = lsh.hashes(length) ? near : new Reach.Everything();
    return new Cut(lsh.chunkLength(), reach, lsh.attentionDropout());
  }

  /** The attention of one head of sequence b, but for its hash rules. */
  ChunkAttention spec(Pass pass, int b, int head) {
    int length = pass.sequences().length();
    Cut cut = cut(head, length);
    boolean whole = length <= cut.chunkLength();
    boolean hashes = sorted(length) && head < config.hashingHeads(index);
    Dropout dropout = pass.randomness().dropout(Site.ATTENTION, index, cut.attentionDropout());
    long row = ((long) b * config.heads() + head) * rounds(pass) * length;
    return new ChunkAttention(
        whole ? length : cut.chunkLength(),
        whole ? new Reach.Neighbours(0, 0) : cut.reach(),
        hashes ? rounds(pass) : 1,
        config.causal(),
        hashed() ? KeyKind.SHARED : KeyKind.SEPARATE,
        pass.sequences().keyMask(b),
        HashRules.PLAIN,
        dropout.fromRow(row));
  }

  Dropout outputDropout(Pass pass) {
    return pass.randomness().dropout(Site.ATTENTION_OUTPUT, index, config.hiddenDropout());
  }
}
