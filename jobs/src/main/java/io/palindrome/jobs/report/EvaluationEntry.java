package io.palindrome.jobs.report;

/** One evaluation of the averaged parameters on a split. */
public record EvaluationEntry(
    int round, long tokens, String split, double bitsPerByte, long bytes, double seconds)
    implements HistoryEntry {}
