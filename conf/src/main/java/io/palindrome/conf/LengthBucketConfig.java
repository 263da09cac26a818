package io.palindrome.conf;

import java.io.Serializable;

/**
 * How documents are grouped by token count.
 *
 * @param smallest upper edge of the first length bucket, in tokens
 * @param ratio each edge is this many times the one before, rounded up to {@code multiple}
 * @param multiple every document is padded to a multiple of this many tokens
 */
public record LengthBucketConfig(int smallest, double ratio, int multiple) implements Serializable {
  public static final LengthBucketConfig DEFAULT = new LengthBucketConfig(4096, 2.0, 128);

  public LengthBucketConfig {
    Check.inRange("buckets.smallest", smallest, 1, 1 << 30);
    Check.inRange("buckets.ratio", ratio, 1.01, 16);
    Check.inRange("buckets.multiple", multiple, 1, 65_536);
    Check.that(
        multiple <= 0 || smallest % multiple == 0,
        "buckets.smallest must be a multiple of buckets.multiple %d, but is %d",
        multiple,
        smallest);
  }
}
