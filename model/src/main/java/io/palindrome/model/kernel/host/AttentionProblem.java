package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;

/** One head's attention with its sizes worked out, shared by all tasks. */
final class AttentionProblem {
  final ChunkAttention spec;
  final HeadViews head;
  final int[] order;
  final int[] keyMask;
  final int length;
  final int dHead;

  /** Entries of a chunk, and features of a head, rounded up to whole vectors. */
  final int lanes;

  final int width;
  final int slots;
  final int chunksPerRound;
  final int chunks;
  final boolean shared;

  AttentionProblem(ChunkAttention spec, HeadViews head, Indices order) {
    this.spec = spec;
    this.head = head;
    this.order = order == null ? null : HeapIndices.of(order);
    this.keyMask = spec.keyMask() == null ? null : HeapIndices.of(spec.keyMask());
    this.length = head.queries().rows();
    this.dHead = head.queries().columns();
    this.lanes = Lanes.roundUp(spec.chunkLength());
    this.width = Lanes.roundUp(dHead);
    this.slots = spec.chunksBefore() + 1 + spec.chunksAfter();
    this.chunksPerRound = length / spec.chunkLength();
    this.chunks = spec.rounds() * chunksPerRound;
    this.shared = spec.keys() == KeyKind.SHARED;
  }

  /** Rows of the window's scratch: every chunk of it, padded to whole vectors. */
  int windowRows() {
    return slots * lanes;
  }

  /** The scratch slot of a chunk, counted without wrapping: neighbours never share one. */
  int slot(int chunk) {
    return Math.floorMod(chunk, slots);
  }

  /** Position of entry i of a chunk, counted without wrapping. */
  int position(int chunk, int i) {
    int entry = Math.floorMod(chunk, chunks) * spec.chunkLength() + i;
    return (order == null ? entry : order[entry]) % length;
  }

  boolean masked(int position) {
    return keyMask != null && keyMask[position] == 0;
  }

  /** Copies the rows of a chunk's positions to {@code to}, {@code width} floats apart. */
  void gather(Matrix from, int chunk, float[] to, int toAt) {
    float[] values = HostStorage.of(from);
    for (int i = 0; i < spec.chunkLength(); i++) {
      int at = HostStorage.at(from, position(chunk, i));
      System.arraycopy(values, at, to, toAt + i * width, dHead);
    }
  }

  /** Adds rows, {@code width} floats apart, to the rows of a chunk's positions. */
  void scatterAdd(float[] from, int fromAt, int chunk, Matrix into) {
    float[] values = HostStorage.of(into);
    for (int i = 0; i < spec.chunkLength(); i++) {
      int at = HostStorage.at(into, position(chunk, i));
      RowOperations.add(1, from, fromAt + i * width, values, at, dHead);
    }
  }
}
