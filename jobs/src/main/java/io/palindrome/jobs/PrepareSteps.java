package io.palindrome.jobs;

import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Progress;
import io.palindrome.pipeline.PrepareProgress;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Tells the progress of prepare: one bar for each of its steps. */
final class PrepareSteps implements PrepareProgress, AutoCloseable {
  private final Console console;
  private final Map<Step, Progress> open = new EnumMap<>(Step.class);

  PrepareSteps(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void at(Step step, long done, long total) {
    Progress progress = open.get(step);
    if (progress == null) {
      close();
      progress = console.progress(step.name().toLowerCase(Locale.ROOT));
      open.put(step, progress);
    }
    progress.at(done, total, "");
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Progress::close);
    open.clear();
  }
}
