package io.palindrome.pipeline.dataset;

import io.palindrome.conf.UserException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Where the parts of a dataset lie.
 *
 * <pre>
 * root/_current                                  the name of the current run's directory
 * root/runs/RUN/_manifest.json                   written last
 * root/runs/RUN/_quarantine.jsonl                files that did not become documents
 * root/runs/RUN/split=S/bucket=B/part-*.parquet  the documents
 * </pre>
 */
record DatasetLayout(Path root) {
  static final String MANIFEST = "_manifest.json";
  static final String QUARANTINE = "_quarantine.jsonl";
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][\\x21-\\x7E]{0,199}");
  private static final Pattern NOT_IN_FOLDER_NAMES = Pattern.compile("[^A-Za-z0-9._-]");

  Path current() {
    return new Path(root, "_current");
  }

  /** The directory of a run; characters that folder names may not have become {@code -}. */
  Path run(String runId) {
    if (!RUN_ID.matcher(runId).matches()) {
      throw new UserException(
          "--run-id must be 1 to 200 ASCII characters without spaces, the first a letter or digit, but is "
              + runId);
    }
    return runFolder(NOT_IN_FOLDER_NAMES.matcher(runId).replaceAll("-"));
  }

  Path runFolder(String name) {
    return new Path(new Path(root, "runs"), name);
  }

  static Path manifest(Path run) {
    return new Path(run, MANIFEST);
  }
}
