package io.palindrome.jobs.training;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.command.ConfigFingerprint;
import io.palindrome.pipeline.dataset.PublishedDataset;

/**
 * Which run this is.
 *
 * @param name what is trained, for people
 * @param commandLine that started it
 */
public record RunIdentity(String runId, String name, String commandLine, RunFolder folder) {
  private static final int DERIVED_LENGTH = 16;

  /** The same configuration on the same dataset is the same run, where nobody names it. */
  public static String derivedId(RunConfig resolved, PublishedDataset dataset) {
    String decisive = ConfigFile.render(RunFolder.decisive(resolved));
    return ConfigFingerprint.of(decisive + dataset.manifest().fingerprint())
        .substring(0, DERIVED_LENGTH);
  }
}
