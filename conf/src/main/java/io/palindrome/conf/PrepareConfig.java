package io.palindrome.conf;

import java.io.Serializable;

/**
 * How documents become a dataset.
 *
 * @param maxFileBytes larger input files are rejected, with that reason
 * @param maxRejectedFraction the run fails when more of its documents than this were rejected
 * @param validationFraction part of the works that goes to the validation split
 * @param testFraction part of the works that goes to the test split
 * @param shardBytes target size of one Parquet file, in bytes of tokens
 */
public record PrepareConfig(
    @Bytes long maxFileBytes,
    double maxRejectedFraction,
    double validationFraction,
    double testFraction,
    @Bytes long shardBytes)
    implements Serializable {
  public static final PrepareConfig DEFAULT =
      new PrepareConfig(64L << 20, 0.1, 0.1, 0.0, 64L << 20);

  public PrepareConfig {
    Check.inRange("prepare.max-file-bytes", maxFileBytes, 1, 1L << 31);
    Check.inRange("prepare.max-rejected-fraction", maxRejectedFraction, 0, 1);
    Check.fraction("prepare.validation-fraction", validationFraction);
    Check.fraction("prepare.test-fraction", testFraction);
    Check.inRange("prepare.shard-bytes", shardBytes, 1L << 10, 1L << 40);
    Check.that(
        validationFraction + testFraction < 1,
        "prepare.test-fraction must leave documents to train on beside prepare.validation-fraction"
            + " %s, but is %s",
        validationFraction,
        testFraction);
  }
}
