package io.palindrome.jobs.command;

/** Tells how far a piece of work is: a bar on a terminal, lines otherwise. */
public interface Progress extends AutoCloseable {
  /**
   * Some of the work is done.
   *
   * @param done so far, of the same total as before
   * @param total may grow while the work goes on
   * @param note what to say about the last piece; empty for nothing
   */
  void at(long done, long total, String note);

  @Override
  void close();
}
