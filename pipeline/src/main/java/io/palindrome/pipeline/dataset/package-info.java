/**
 * A dataset: run directories that never change once their manifest is there, and the pointer to the
 * current one.
 *
 * <p>In: a folder of Parquet files that {@code bucket} wrote. Out: {@link
 * io.palindrome.pipeline.dataset.PublishedDataset}, and from it the {@link
 * io.palindrome.pipeline.dataset.DatasetIndex} of its documents, which executors read one by one
 * with a {@link io.palindrome.pipeline.dataset.DocumentReader}. Read {@link
 * io.palindrome.pipeline.dataset.DatasetManifest} first.
 */
package io.palindrome.pipeline.dataset;
