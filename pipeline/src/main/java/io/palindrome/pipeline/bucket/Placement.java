package io.palindrome.pipeline.bucket;

import io.palindrome.pipeline.split.Split;
import java.io.Serializable;

/**
 * Where a document lies in the dataset.
 *
 * @param bucket upper edge of its length bucket, in tokens
 * @param paddedLength its tokens rounded up to the multiple
 * @param shard number of its Parquet file, 0 to shards - 1; a shard lies in one split and bucket
 */
public record Placement(Split split, long bucket, int paddedLength, int shard)
    implements Serializable {}
