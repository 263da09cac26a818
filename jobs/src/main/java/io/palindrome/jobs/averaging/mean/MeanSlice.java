package io.palindrome.jobs.averaging.mean;

/**
 * A slice of the mean over all workers.
 *
 * @param index number of the slice: those of the parameters first, then those of the optimizer
 *     state
 * @param bytes elements of the slice
 */
@SuppressWarnings("ArrayRecordComponent") // moved, never compared
record MeanSlice(int index, byte[] bytes) implements RoundPart {}
