package io.palindrome.pipeline;

/** Told how far a run of prepare is; called from the driver's threads. */
@FunctionalInterface
public interface PrepareProgress {
  /** Tells nobody. */
  PrepareProgress SILENT = (step, done, total) -> {};

  /**
   * A part of a step is done.
   *
   * @param done tasks of the step that have ended
   * @param total tasks of the step
   */
  void at(Step step, long done, long total);

  /** The steps of a run, in order. */
  enum Step {
    READ,
    WRITE,
    PUBLISH
  }
}
