package io.palindrome.jobs.feed;

import io.palindrome.pipeline.batch.Crop;
import io.palindrome.pipeline.dataset.DocumentEntry;
import io.palindrome.pipeline.dataset.DocumentReader;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/**
 * The documents that this executor read last, kept from task to task: rounds are short, and a novel
 * is read once and cropped many times. One dataset at a time, because a run has one.
 *
 * @param fingerprint of the dataset
 */
record ExecutorDocuments(String fingerprint, DocumentReader reader) {
  private static final AtomicReference<ExecutorDocuments> LATEST = new AtomicReference<>();

  /** The executor's reader of a dataset; another dataset's is dropped. */
  static ExecutorDocuments of(String fingerprint, Supplier<Configuration> hadoop, long cacheBytes) {
    return LATEST.updateAndGet(
        kept ->
            kept != null && kept.fingerprint().equals(fingerprint)
                ? kept
                : new ExecutorDocuments(fingerprint, new DocumentReader(hadoop.get(), cacheBytes)));
  }

  int[] tokens(DocumentEntry document, Crop crop) {
    return reader.tokens(document, crop.start(), crop.length());
  }
}
