package io.palindrome.jobs.report.chart;

/** A chart's title, and a sentence below it that says what is shown. */
public record Caption(String title, String note) {}
