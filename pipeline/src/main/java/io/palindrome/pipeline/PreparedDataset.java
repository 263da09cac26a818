package io.palindrome.pipeline;

import io.palindrome.pipeline.dataset.DatasetManifest;

/**
 * What a run of prepare leaves.
 *
 * @param directory the run directory, as a fully qualified path
 * @param written whether this run wrote it; otherwise an earlier run of the same id, input and
 *     configuration did, and nothing was changed
 */
public record PreparedDataset(String directory, DatasetManifest manifest, boolean written) {}
