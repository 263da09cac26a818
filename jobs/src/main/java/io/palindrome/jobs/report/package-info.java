/**
 * What a run leaves for people: one HTML page, one JSON file, a few lines on the terminal.
 *
 * <p>What enters: while training, {@link io.palindrome.jobs.report.RunHistory} takes an entry per
 * averaging round and per evaluation; at the end the job puts facts around it in a {@link
 * io.palindrome.jobs.report.TrainingReport}. What leaves: {@code report.html} (self-contained),
 * {@code report.json} ({@link io.palindrome.jobs.report.ReportWriter}) and {@link
 * io.palindrome.jobs.report.TerminalSummary}. Read {@link io.palindrome.jobs.report.TrainingReport}
 * first, then {@code ReportPage}.
 */
package io.palindrome.jobs.report;
