package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.HeapIndices;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.Reach;

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

  /** Chunks of keys that a tile of scores holds: the window, or one of the many of everything. */
  final int slots;

  /** Chunks of a window before and after its own; 0 where the reach is everything. */
  final int before;

  final int after;
  final int chunksPerRound;
  final int chunks;
  final boolean shared;

  /** What sees what by its hash; null where windows are all that matters. */
  final HashedKeys hashedKeys;

  /** Whether queries are found among the keys of the window. */
  final boolean queriesInWindow;

  AttentionProblem(ChunkAttention spec, HeadViews head, Indices order) {
    this.spec = spec;
    this.head = head;
    this.order = order == null ? null : HeapIndices.of(order);
    this.keyMask = spec.keyMask() == null ? null : HeapIndices.of(spec.keyMask());
    this.length = head.queries().rows();
    this.dHead = head.queries().columns();
    this.lanes = Lanes.roundUp(spec.chunkLength());
    this.width = Lanes.roundUp(dHead);
    Reach.Neighbours window = tileWindow(spec);
    this.before = window.before();
    this.after = window.after();
    this.slots = window.chunks();
    this.chunksPerRound = length / spec.chunkLength();
    this.chunks = spec.rounds() * chunksPerRound;
    this.shared = spec.keys() == KeyKind.SHARED;
    this.queriesInWindow = shared && spec.reach() instanceof Reach.Neighbours;
    this.hashedKeys = spec.hashRules().plain() ? null : new HashedKeys(spec, length);
  }

  private static Reach.Neighbours tileWindow(ChunkAttention spec) {
    return spec.reach() instanceof Reach.Neighbours near ? near : new Reach.Neighbours(0, 0);
  }

  /** Rows of the window's scratch: every chunk of it, padded to whole vectors. */
  int windowRows() {
    return slots * lanes;
  }

  /** The scratch slot of a chunk, counted without wrapping: neighbours never share one. */
  int slot(int chunk) {
    return Math.floorMod(chunk, slots);
  }

  /** The number of a chunk of keys within the window of a chunk of queries. */
  int windowChunk(int queryChunk, int keyChunk) {
    int own = spec.window(queryChunk, chunks).before();
    return keyChunk - queryChunk + own;
  }

  /** The hash round of a chunk, counted without wrapping. */
  int round(int chunk) {
    return Math.floorMod(chunk, chunks) / chunksPerRound;
  }

  /** The positions of a chunk's entries, counted without wrapping, to {@code to}. */
  void positions(int chunk, int[] to, int first) {
    int entry = Math.floorMod(chunk, chunks) * spec.chunkLength();
    for (int i = 0; i < spec.chunkLength(); i++) {
      to[first + i] = (order == null ? entry + i : order[entry + i]) % length;
    }
  }

  boolean masked(int position) {
    return keyMask != null && keyMask[position] == 0;
  }

  /** Copies the rows of a chunk's positions to {@code to}, {@code width} floats apart. */
  void gather(Matrix from, int[] positions, int first, float[] to, int toAt) {
    float[] values = HostStorage.of(from);
    for (int i = 0; i < spec.chunkLength(); i++) {
      int at = HostStorage.at(from, positions[first + i]);
      System.arraycopy(values, at, to, toAt + i * width, dHead);
    }
  }

  /** Adds rows, {@code width} floats apart, to the rows of a chunk's positions. */
  void scatterAdd(float[] from, int fromAt, int[] positions, int first, Matrix into) {
    float[] values = HostStorage.of(into);
    for (int i = 0; i < spec.chunkLength(); i++) {
      int at = HostStorage.at(into, positions[first + i]);
      RowOperations.add(1, from, fromAt + i * width, values, at, dHead);
    }
  }
}
