/**
 * Tokenized documents are grouped by length and lie in Parquet files.
 *
 * <p>In: {@link io.palindrome.pipeline.token.TokenizedDocument}. Out: Parquet files under {@code
 * split=…/bucket=…}, the rows of {@link io.palindrome.pipeline.bucket.LengthBucketSchema}, and
 * readers of them. Read {@link io.palindrome.pipeline.bucket.LengthBuckets} first.
 */
package io.palindrome.pipeline.bucket;
