package io.palindrome.model.kernel.cuda;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Reach;

/**
 * What the kernels of chunk attention are told, in the order of {@code ATTENTION_PARAMETERS}
 * (attention_kernels.cuh).
 */
final class AttentionArguments {
  /** Entries of an order that kernels can count, windows beyond both ends included. */
  private static final int MOST_ENTRIES = 1 << 28;

  private final ChunkAttention spec;
  private final HeadViews head;
  private final Indices order;
  private final long keyScales;
  private final AttentionMask mask;

  /**
   * @param order null for the natural order
   * @param keyScales address of the scale of every key; 0 where all have one
   * @param mask that of {@code spec}
   */
  AttentionArguments(
      ChunkAttention spec, HeadViews head, Indices order, long keyScales, AttentionMask mask) {
    long entries = (long) spec.rounds() * head.queries().rows();
    Check.that(
        entries <= MOST_ENTRIES,
        "hash rounds times length must be at most %d on a GPU, but is %d",
        MOST_ENTRIES,
        entries);
    this.spec = spec;
    this.head = head;
    this.order = order;
    this.keyScales = keyScales;
    this.mask = mask;
  }

  /** All but the kernel's own, which come behind them. */
  void addTo(LaunchArguments all, int round, int slice, LaunchShape shape) {
    addHead(all);
    addSizes(all, round);
    addDropout(all);
    all.with(slice).with(shape.sharedBytes());
  }

  private void addHead(LaunchArguments all) {
    all.with(head.queries()).with(head.keys()).with(head.values());
    all.with(keyScales).with((float) (1 / Math.sqrt(head.queries().columns())));
    all.with(address(order)).with(address(spec.keyMask()));
    all.with(address(spec.hashRules().buckets())).with(address(spec.hashRules().chunks()));
  }

  private void addSizes(LaunchArguments all, int round) {
    boolean everything = spec.reach() instanceof Reach.Everything;
    int before = spec.reach() instanceof Reach.Neighbours near ? near.before() : 0;
    int after = spec.reach() instanceof Reach.Neighbours near ? near.after() : 0;
    all.with(head.queries().rows()).with(head.queries().columns()).with(spec.chunkLength());
    all.with(before).with(after).with(flag(everything)).with(spec.rounds()).with(round);
    all.with(flag(spec.causal())).with(flag(spec.keys() == KeyKind.SHARED));
  }

  private void addDropout(LaunchArguments all) {
    CounterMask counter = mask.counter();
    all.with(counter.key()).with(counter.firstRow()).with(counter.stride());
    all.with(counter.keptFrom()).with(mask.factor()).with(mask.bits());
  }

  private static int flag(boolean yes) {
    return yes ? 1 : 0;
  }

  private static long address(Indices indices) {
    return indices == null ? 0 : CudaIndices.address(indices);
  }
}
