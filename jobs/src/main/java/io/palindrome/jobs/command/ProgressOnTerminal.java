package io.palindrome.jobs.command;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that moves. */
final class ProgressOnTerminal implements Progress {
  private static final int UPDATE_MILLIS = 250;

  private final ProgressBar bar;

  ProgressOnTerminal(PrintStream terminal, String task) {
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(1)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setConsumer(new me.tongfei.progressbar.ConsoleProgressBarConsumer(terminal))
            .build();
  }

  @Override
  public void at(long done, long total, String note) {
    bar.maxHint(total);
    bar.stepTo(done);
    if (!note.isEmpty()) {
      bar.setExtraMessage(" " + note);
    }
  }

  @Override
  public void close() {
    bar.close();
  }
}
