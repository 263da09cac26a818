/**
 * The frame of {@code palindrome lab}: what a section of the report is, and how all of them become
 * one page.
 *
 * <p>What enters: {@link io.palindrome.jobs.lab.LabSection}s, each in a package of its own below
 * this one and listed in {@code jobs.LabJob}. A section measures and returns {@link
 * io.palindrome.jobs.lab.Finding}s: {@code Finding.text(...)}, and {@code
 * Exhibit.of("a-error-by-depth", chart)} for a {@link io.palindrome.jobs.report.chart.LineChart},
 * {@link io.palindrome.jobs.report.chart.BarList}, {@link
 * io.palindrome.jobs.report.chart.ScatterChart}, {@link io.palindrome.jobs.report.chart.HeatMap} or
 * {@link io.palindrome.jobs.lab.Table}. Neighbouring exhibits stand side by side, {@code wide()}
 * ones alone. What leaves: a folder with {@code index.html}, a CSV file for each exhibit (its
 * numbers, made from the same chart) and {@code lab.json}.
 *
 * <p>Everything random comes from {@link io.palindrome.jobs.lab.LabSettings}' seed; a section's
 * times are the only figures that differ between two runs. Where the pace shortens a training, the
 * section's text says so. Read {@link io.palindrome.jobs.lab.LabSection} first, then {@link
 * io.palindrome.jobs.lab.Exhibit}.
 */
package io.palindrome.jobs.lab;
