package io.palindrome.model.kernel.cuda;

import io.palindrome.conf.Check;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Reach;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernels of chunk attention are told, in the order of {@code ATTENTION_PARAMETERS}
 * (attention_kernels.cuh).
 */
final class AttentionArguments {
  /** Entries of an order that kernels can count, windows beyond both ends included. */
  private static final int MOST_ENTRIES = 1 << 28;

  private final AttentionMemory memory;
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
      AttentionMemory memory,
      ChunkAttention spec,
      HeadViews head,
      Indices order,
      long keyScales,
      AttentionMask mask) {
    long entries = (long) spec.rounds() * head.queries().rows();
    Check.that(
        entries <= MOST_ENTRIES,
        "hash rounds times length must be at most %d on a GPU, but is %d",
        MOST_ENTRIES,
        entries);
    this.memory = memory;
    this.spec = spec;
    this.head = head;
    this.order = order;
    this.keyScales = keyScales;
    this.mask = mask;
  }

  /** Of one launch, with {@code own}, the kernel's own, behind them. */
  Object[] of(int round, int slice, LaunchShape shape, Object... own) {
    List<Object> all = new ArrayList<>();
    addHead(all);
    addSizes(all, round);
    addDropout(all);
    all.add(slice);
    all.add(shape.sharedBytes());
    all.addAll(List.of(own));
    return all.toArray();
  }

  private void addHead(List<Object> all) {
    add(all, head.queries());
    add(all, head.keys());
    add(all, head.values());
    all.add(keyScales);
    all.add((float) (1 / Math.sqrt(head.queries().columns())));
    all.add(address(order));
    all.add(address(spec.keyMask()));
    all.add(address(spec.hashRules().buckets()));
    all.add(address(spec.hashRules().chunks()));
  }

  private void addSizes(List<Object> all, int round) {
    Reach.Neighbours near =
        spec.reach() instanceof Reach.Neighbours neighbours
            ? neighbours
            : new Reach.Neighbours(0, 0);
    all.add(head.queries().rows());
    all.add(head.queries().columns());
    all.add(spec.chunkLength());
    all.add(near.before());
    all.add(near.after());
    all.add(flag(spec.reach() instanceof Reach.Everything));
    all.add(spec.rounds());
    all.add(round);
    all.add(flag(spec.causal()));
    all.add(flag(spec.keys() == KeyKind.SHARED));
  }

  private void addDropout(List<Object> all) {
    CounterMask counter = mask.counter();
    all.add(counter.key());
    all.add(counter.firstRow());
    all.add(counter.stride());
    all.add(counter.keptFrom());
    all.add(mask.factor());
    all.add(mask.bits());
  }

  private void add(List<Object> all, Matrix matrix) {
    all.add(memory.address(matrix));
    all.add(matrix.stride());
  }

  private static int flag(boolean yes) {
    return yes ? 1 : 0;
  }

  private long address(Indices indices) {
    return indices == null ? 0 : memory.address(indices);
  }
}
