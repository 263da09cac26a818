package io.palindrome.pipeline.dataset;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run directory holds. It is written last, so that a directory with a manifest is complete.
 * It holds no time: all of it but the names and sizes of files follows from the request.
 *
 * @param version of this format, {@link #VERSION}
 * @param runId as the user gave it, or derived from {@code request}
 * @param request SHA-256 of the input's names and contents and the configuration that shapes rows
 * @param fingerprint of the documents and tokens alone; see {@link DatasetFingerprint}
 * @param stages in the order they ran
 * @param splits of those that have documents, train first
 * @param lengthBuckets of those that have documents, by split and edge
 * @param inputs the files that were read, sorted by name
 * @param files the Parquet files, sorted by path
 * @param config the configuration as the user's run resolved it
 */
public record DatasetManifest(
    int version,
    String runId,
    String request,
    String fingerprint,
    TokenizerFacts tokenizer,
    int schemaVersion,
    List<StageCount> stages,
    List<SplitCount> splits,
    List<LengthBucketCount> lengthBuckets,
    List<Input> inputs,
    List<DataFile> files,
    String config) {
  /** The format that this code writes and the newest that it reads. */
  public static final int VERSION = 1;

  /**
   * The tokenizer that made the tokens.
   *
   * @param kind its name in a configuration
   */
  public record TokenizerFacts(
      String kind, int vocabularySize, int tokenWidth, String fingerprint) {}

  /**
   * What a stage kept and rejected.
   *
   * @param reasons how many it rejected for each reason
   */
  public record StageCount(String stage, long kept, long rejected, Map<String, Long> reasons) {
    public StageCount {
      reasons = new TreeMap<>(reasons);
    }
  }

  /**
   * What one split holds.
   *
   * @param split name of the split
   * @param tokens with begin and end, without padding
   * @param paddedTokens tokens after each document is padded to the multiple
   * @param bytes UTF-8 bytes of the texts
   */
  public record SplitCount(
      String split, long documents, long works, long tokens, long paddedTokens, long bytes) {}

  /**
   * What one length bucket of a split holds.
   *
   * @param edge the longest padded length of the bucket, in tokens
   */
  public record LengthBucketCount(
      String split, long edge, long documents, long tokens, long paddedTokens, long bytes) {}

  /**
   * A file that was read.
   *
   * @param name its path below the folder that the user named
   * @param sha256 of its bytes; empty where it was rejected unread
   */
  public record Input(String name, String uri, long bytes, String sha256) {}

  /**
   * A Parquet file.
   *
   * @param path below the run directory
   */
  public record DataFile(String path, long bytes) {}

  /** Documents of all splits. */
  public long documents() {
    return splits.stream().mapToLong(SplitCount::documents).sum();
  }

  /** Tokens of all splits, with begin and end, without padding. */
  public long tokens() {
    return splits.stream().mapToLong(SplitCount::tokens).sum();
  }
}
