package io.palindrome.model.attention;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Reach;
import io.palindrome.model.kernel.SeenKeys;
import io.palindrome.model.layer.Decided;
import io.palindrome.model.layer.Direction;
import io.palindrome.model.layer.Pass;
import java.util.List;

/**
 * What one attention layer keeps of one sequence, so that its next position costs no more than
 * itself: keys and values of all heads, [positions, heads * dHead] each, and where positions are
 * hashed, their sorted orders and the rotations that they were hashed with. A local layer keeps the
 * positions of its window only. Owned by whoever asked; close it.
 *
 * <p>The next position sees what a forward pass over the longer sequence would show it; what it
 * sees are the states that earlier positions had when they came.
 */
public final class AttentionCache implements AutoCloseable {
  /** Buffers of rows come in multiples of this length, so that the arena has few kinds. */
  private static final int INDICES = 256;

  private final AttentionBranch branch;
  private final ReformerConfig config;
  private final CachedRows keys;
  private final CachedRows values;
  private HashedHeads hashed;
  private int length;

  /** An empty cache. */
  public AttentionCache(AttentionBranch branch, Kernels kernels) {
    this(branch, rows(branch, kernels), rows(branch, kernels));
  }

  private AttentionCache(AttentionBranch branch, CachedRows keys, CachedRows values) {
    this.branch = branch;
    this.config = branch.config();
    this.keys = keys;
    this.values = values;
  }

  private static CachedRows rows(AttentionBranch branch, Kernels kernels) {
    ReformerConfig config = branch.config();
    return new CachedRows(kernels, config.heads() * config.dHead(), kept(branch));
  }

  /** A window that also reaches ahead wraps around to the sequence's start. */
  private static int kept(AttentionBranch branch) {
    LocalConfig local = branch.config().local();
    return branch.kind() == AttentionKind.LOCAL && local.chunksAfter() == 0
        ? Math.multiplyExact(local.chunkLength(), local.chunksBefore() + 1)
        : CachedRows.ALL;
  }

  /**
   * Applies the layer's forward pass over a whole sequence to target, and keeps the states of its
   * first positions.
   *
   * @param positions the sequence's own, without padding
   */
  public void read(Matrix x, Matrix target, int positions, Pass pass) {
    int width = config.heads() * config.dHead();
    Matrix allKeys = pass.arena().take(positions, width);
    Matrix allValues = pass.arena().take(positions, width);
    for (int part = 0; part < branch.parts(pass); part++) {
      Decided decided = branch.decide(part, x, target, Direction.FORWARD, pass);
      ((AttentionEvaluation) decided.evaluation()).copyStates(allKeys, allValues);
      decided.evaluation().close();
      decided.layer().close();
    }
    keys.put(0, allKeys);
    values.put(0, allValues);
    length = positions;
    hash(allKeys, pass.sequences().length(), pass);
    pass.arena().giveBack(allKeys);
    pass.arena().giveBack(allValues);
  }

  /** Hashes all positions where the length, padded, asks for it and they are not hashed so yet. */
  private boolean hash(Matrix queryKeys, int padded, Pass pass) {
    if (!branch.sorted(padded)) {
      return false;
    }
    List<Integer> factors = HashBuckets.factors(config, padded);
    if (hashed != null && hashed.factors().equals(factors)) {
      return false;
    }
    closeHashed();
    hashed = HashedHeads.of(branch, queryKeys, factors, pass);
    return true;
  }

  /**
   * Takes the next position in, and computes what it attends to.
   *
   * @param projections of the next position of several sequences
   * @param row this sequence's row of them
   * @param padded what the sequence's new length is padded to
   * @param out [1, heads * dHead]
   */
  void attendNext(Projections projections, int row, int padded, Matrix out, Pass pass) {
    Matrix key = projections.keys().rowRange(row, 1);
    keys.put(length, key);
    values.put(length, projections.values().rowRange(row, 1));
    length++;
    if (branch.sorted(padded) && !hash(keys.matrix().firstRows(length), padded, pass)) {
      hashed.insert(key, length - 1, pass);
    }
    Pass whole = pass.over(padded);
    for (int head = 0; head < config.heads(); head++) {
      ChunkAttention spec = branch.spec(whole, 0, head);
      HeadViews views =
          new HeadViews(
              ofHead(projections.queries().rowRange(row, 1), head),
              ofHead(keys.matrix(), head),
              ofHead(values.matrix(), head));
      attend(spec, views, seenRows(spec, head, padded), ofHead(out, head), pass);
    }
  }

  private Matrix ofHead(Matrix heads, int head) {
    return heads.columnRange(head * config.dHead(), config.dHead());
  }

  /** The rows of keys that the newest position sees; null where they are all. */
  private int[] seenRows(ChunkAttention spec, int head, int padded) {
    boolean hashes = branch.sorted(padded) && head < config.hashingHeads(branch.index());
    boolean all =
        spec.reach() instanceof Reach.Everything || (!hashes && spec.chunkLength() >= length);
    if (all && keys.keepsAll()) {
      return null;
    }
    PositionOrder order = hashes ? hashed.order(head) : PositionOrder.natural(length);
    return SeenPositions.of(spec, padded, length, order).rows(keys);
  }

  private void attend(ChunkAttention spec, HeadViews views, int[] seen, Matrix out, Pass pass) {
    int own = keys.row(length - 1);
    if (seen == null) {
      pass.kernels().attendOne(spec.keys(), views, new SeenKeys(null, length, own), out);
      return;
    }
    Indices rows = pass.arena().takeIndices(Pass.tiles(seen.length, INDICES) * INDICES);
    rows.write(seen);
    pass.kernels().attendOne(spec.keys(), views, new SeenKeys(rows, seen.length, own), out);
    pass.arena().giveBack(rows);
  }

  /** The same states in memory of their own. */
  public AttentionCache copy(Pass pass) {
    AttentionCache copy = new AttentionCache(branch, keys.copy(), values.copy());
    copy.hashed = hashed == null ? null : hashed.copy(pass);
    copy.length = length;
    return copy;
  }

  /** Bytes of states and orders. */
  public long bytes() {
    return keys.bytes() + values.bytes() + (hashed == null ? 0 : hashed.bytes());
  }

  private void closeHashed() {
    if (hashed != null) {
      hashed.close();
      hashed = null;
    }
  }

  @Override
  public void close() {
    keys.close();
    values.close();
    closeHashed();
  }
}
