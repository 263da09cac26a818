package io.palindrome.jobs.report;

import java.util.List;

/** The dataset: what is in each split and in each length bucket. */
public record DatasetFacts(
    String path, String fingerprint, List<SplitFacts> splits, List<LengthBucketFacts> buckets) {
  public DatasetFacts {
    splits = List.copyOf(splits);
    buckets = List.copyOf(buckets);
  }

  /** One split. */
  public record SplitFacts(String split, long documents, long tokens) {}

  /**
   * One length bucket, over all splits.
   *
   * @param maxLength most tokens of a document in it
   */
  public record LengthBucketFacts(long maxLength, long documents, long tokens) {}
}
