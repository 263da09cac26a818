package io.palindrome.pipeline.bucket;

import io.palindrome.pipeline.split.Split;
import io.palindrome.pipeline.token.TokenFacts;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides the length bucket and the Parquet file of every document.
 *
 * <p>Within a split and bucket, documents fill files in the order of their identifiers; a file is
 * full when the next document would take it past the shard size. So the files do not depend on how
 * Spark cut the input, none is empty, and none but the last of a bucket is small.
 */
public final class LengthBucketAssigner {
  private final LengthBuckets buckets;
  private final long shardBytes;

  /**
   * @param shardBytes target size of a file, in bytes of packed tokens
   */
  public LengthBucketAssigner(LengthBuckets buckets, long shardBytes) {
    this.buckets = buckets;
    this.shardBytes = shardBytes;
  }

  /** A document to place. */
  public record Candidate(String docId, Split split, TokenFacts tokens) {}

  /** The placement of each document by its identifier, in the order of the shards. */
  public Map<String, Placement> assign(List<Candidate> candidates) {
    List<Candidate> ordered =
        candidates.stream()
            .sorted(
                Comparator.comparing(Candidate::split)
                    .thenComparingLong(this::bucket)
                    .thenComparing(Candidate::docId))
            .toList();
    Map<String, Placement> placements = new LinkedHashMap<>();
    Placement before = null;
    long filled = 0;
    for (Candidate candidate : ordered) {
      long bytes = candidate.tokens().bytes();
      boolean sameFile =
          before != null && shares(before, candidate) && filled + bytes <= shardBytes;
      int shard = before == null ? 0 : before.shard() + (sameFile ? 0 : 1);
      filled = sameFile ? filled + bytes : bytes;
      before = new Placement(candidate.split(), bucket(candidate), padded(candidate), shard);
      placements.put(candidate.docId(), before);
    }
    return placements;
  }

  private boolean shares(Placement before, Candidate candidate) {
    return before.split() == candidate.split() && before.bucket() == bucket(candidate);
  }

  private int padded(Candidate candidate) {
    return buckets.paddedLength(candidate.tokens().count());
  }

  private long bucket(Candidate candidate) {
    return buckets.edge(padded(candidate));
  }
}
