package io.palindrome.model.kernel.cuda;

/**
 * What a device can do.
 *
 * @param computeCapability ten times the major version plus the minor one: 90 for Hopper
 * @param multiprocessors blocks run on that many
 * @param sharedBytes shared memory that one block may have, by asking
 */
public record DeviceLimits(int computeCapability, int multiprocessors, int sharedBytes) {}
