package io.palindrome.jobs.report;

/**
 * Measured loss on one kind of place in the text.
 *
 * @param where for people: "first occurrences", "recurrences"
 * @param bytes how many bytes the mean is over
 */
public record RecurrenceRow(String where, double bitsPerByte, long bytes) {}
