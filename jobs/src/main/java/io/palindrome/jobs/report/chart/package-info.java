/**
 * Charts as HTML: lines and bars are SVG that stretches with the page, every word is HTML and keeps
 * its size.
 *
 * <p>What enters: a chart as a value ({@link io.palindrome.jobs.report.chart.LineChart}, {@link
 * io.palindrome.jobs.report.chart.StackedChart}, {@link io.palindrome.jobs.report.chart.BarList},
 * {@link io.palindrome.jobs.report.chart.ScatterChart}, {@link
 * io.palindrome.jobs.report.chart.HeatMap}). What leaves: a {@code figure} element, well-formed as
 * XML, that refers to nothing outside; its looks are in the page's style sheet, its hover values in
 * {@code data-hover}. Read {@link io.palindrome.jobs.report.chart.LineChart} first, then {@code
 * Plot}.
 */
package io.palindrome.jobs.report.chart;
