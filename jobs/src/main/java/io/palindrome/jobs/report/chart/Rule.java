package io.palindrome.jobs.report.chart;

/** A labelled horizontal line: a value to compare with. */
public record Rule(String name, double y) {}
