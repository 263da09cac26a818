package io.palindrome.jobs.report;

/** A value at a moment of training: tokens trained so far, and the averaging round. */
public record Point(long tokens, int round, double value) {}
