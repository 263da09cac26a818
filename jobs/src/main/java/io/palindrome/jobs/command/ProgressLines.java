package io.palindrome.jobs.command;

import java.io.PrintWriter;

/** A line for each piece that has something to say, otherwise one for every tenth of the work. */
final class ProgressLines implements Progress {
  private static final int TENTHS = 10;

  private final PrintWriter out;
  private final String task;
  private long lastTenth;

  ProgressLines(PrintWriter out, String task) {
    this.out = out;
    this.task = task;
  }

  @Override
  public void at(long done, long total, String note) {
    long tenth = total == 0 ? 0 : done * TENTHS / total;
    if (!note.isEmpty()) {
      out.println(task + " " + done + "/" + total + ": " + note);
    } else if (tenth > lastTenth) {
      out.println(task + " " + done + "/" + total);
    }
    lastTenth = Math.max(lastTenth, tenth);
    out.flush();
  }

  @Override
  public void close() {}
}
