package io.palindrome.model.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Queries whose scores exist at the same time: whole chunks, or a part of one chunk where a chunk's
 * scores are too many. Entries are counted along the sorted order; those of keys may lie before its
 * start or past its end, and are then taken from the other side.
 *
 * @param window what each of the queries sees
 * @param firstChunk first chunk of the queries
 * @param chunks neighbouring chunks
 * @param firstQuery first query within its chunk; 0 where chunks are whole
 * @param queries queries of each chunk
 */
record Nd4jGroup(
    ChunkAttention spec,
    int length,
    Reach.Neighbours window,
    int firstChunk,
    int chunks,
    int firstQuery,
    int queries) {
  /** Most scores that exist at a time, as long as one query's window is not longer. */
  private static final int SCORES = 1 << 18;

  /** A run of entries of one hash round: no position occurs twice. */
  record Run(int entry, int count) {}

  /** All queries of a sequence, in groups. */
  static List<Nd4jGroup> of(ChunkAttention spec, int length) {
    List<Nd4jGroup> groups = new ArrayList<>();
    int allChunks = spec.rounds() * length / spec.chunkLength();
    for (int chunk = 0; chunk < allChunks; ) {
      Reach.Neighbours window = spec.window(chunk, allChunks);
      int fit = Math.max(1, SCORES / (window.chunks() * spec.chunkLength()));
      int alike = spec.reach() instanceof Reach.Neighbours ? fit / spec.chunkLength() : 1;
      int chunks = Math.min(Math.max(1, alike), allChunks - chunk);
      int queries = Math.min(fit, spec.chunkLength());
      for (int query = 0; query < spec.chunkLength(); query += queries) {
        int count = Math.min(queries, spec.chunkLength() - query);
        groups.add(new Nd4jGroup(spec, length, window, chunk, chunks, query, count));
      }
      chunk += chunks;
    }
    return groups;
  }

  /** Null where duplicates are counted. */
  static SeenTimes seenTimes(ChunkAttention spec, int length) {
    return spec.hashRules().corrected() ? new SeenTimes(spec, length) : null;
  }

  /** The first query's entry. */
  int firstEntry() {
    return firstChunk * spec.chunkLength() + firstQuery;
  }

  /** Queries of all chunks together; their entries follow each other. */
  int rows() {
    return chunks * queries;
  }

  /** Entry of the first key; negative where the windows reach back past the start. */
  int firstKeyEntry() {
    return (firstChunk - window.before()) * spec.chunkLength();
  }

  /** Chunks of keys that the windows cover together. */
  int keyChunks() {
    return chunks + window.chunks() - 1;
  }

  /** Keys of one query's window. */
  int windowLength() {
    return window.chunks() * spec.chunkLength();
  }

  /** Keys that the windows cover together. */
  int keys() {
    return keyChunks() * spec.chunkLength();
  }

  /** Positions of {@code count} entries from {@code entry} on. */
  int[] positions(Indices order, int entry, int count) {
    int[] positions = places(order, entry, count);
    for (int i = 0; i < count; i++) {
      positions[i] %= length;
    }
    return positions;
  }

  /** Their positions plus round * length. */
  int[] places(Indices order, int entry, int count) {
    int all = spec.rounds() * length;
    int[] sorted = order == null ? null : HeapIndices.of(order);
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      int at = Math.floorMod(entry + i, all);
      places[i] = sorted == null ? at : sorted[at];
    }
    return places;
  }

  /** The entries cut where a hash round ends. */
  List<Run> runs(int entry, int count) {
    List<Run> runs = new ArrayList<>();
    int end = entry + count;
    for (int from = entry; from < end; ) {
      int to = Math.min(end, (Math.floorDiv(from, length) + 1) * length);
      runs.add(new Run(from, to - from));
      from = to;
    }
    return runs;
  }
}
