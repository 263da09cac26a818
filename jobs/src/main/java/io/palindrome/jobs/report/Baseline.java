package io.palindrome.jobs.report;

/** A model to compare with, measured on the same validation split. */
public record Baseline(String name, double bitsPerByte) {}
