package io.palindrome.jobs.report.chart;

/** One axis: what it measures ("tokens trained"), how it is written, and its scale. */
public record Axis(String name, Quantity quantity, Scale scale) {}
