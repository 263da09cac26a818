/**
 * Documents become a dataset that training reads.
 *
 * <pre>document -> clean -> token -> split -> bucket -> dataset -> batch</pre>
 *
 * <p>In: text files. Out: Parquet files of token sequences grouped by length, a manifest, and
 * batches of their tokens. Read {@link io.palindrome.pipeline.PrepareStages} first.
 */
package io.palindrome.pipeline;
