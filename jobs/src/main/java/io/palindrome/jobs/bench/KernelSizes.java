package io.palindrome.jobs.bench;

import java.util.List;

/**
 * Sizes of a network whose operations are timed.
 *
 * @param name what tells it from the others
 * @param length positions of the only sequence
 * @param lshChunk sorted positions of an LSH layer's chunk; one chunk before it is seen
 * @param localChunk positions of a local layer's chunk; one chunk before it is seen
 * @param hashBuckets factors
 * @param chunkRows positions whose hidden layer and logits exist at a time, at most
 */
record KernelSizes(
    String name,
    int length,
    int dModel,
    int dHead,
    int dFeedForward,
    int lshChunk,
    int localChunk,
    List<Integer> hashBuckets,
    int chunkRows) {
  /** Four special tokens and the bytes. */
  static final int VOCABULARY = 260;

  private static final int MOST_CHUNK_ROWS = 16_384;

  KernelSizes {
    hashBuckets = List.copyOf(hashBuckets);
  }

  /** The network of the novel profile, and that of Hugging Face's google/reformer-enwik8. */
  static List<KernelSizes> both(int length) {
    int rows = Math.min(length, MOST_CHUNK_ROWS);
    return List.of(
        new KernelSizes("d 256", length, 256, 64, 1024, 64, 64, List.of(16, 32), rows),
        new KernelSizes("d 1024", length, 1024, 128, 4096, 256, 128, List.of(512), rows));
  }
}
