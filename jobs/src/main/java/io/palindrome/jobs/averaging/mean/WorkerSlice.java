package io.palindrome.jobs.averaging.mean;

/**
 * A slice of what one logical worker has after its local steps.
 *
 * @param worker logical worker
 * @param tokens labels that the worker was trained on: its weight in the mean
 * @param bytes elements of the slice
 */
@SuppressWarnings("ArrayRecordComponent") // moved, never compared
public record WorkerSlice(int worker, long tokens, byte[] bytes) implements RoundPart {}
