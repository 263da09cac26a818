package io.palindrome.jobs.lab;

import io.palindrome.jobs.command.Progress;
import java.util.List;

/** One section of the report: an experiment and what it found. */
public interface LabSection {
  /** One letter, by which {@code --only} names it. */
  String key();

  /** The heading, as in "Reconstruction against depth". */
  String title();

  /** One sentence below the heading: what is measured. */
  String intro();

  /** About how long it takes on two quiet cores. */
  int seconds(Pace pace);

  /**
   * Measures.
   *
   * @param progress tell it after every piece of the work: {@code at(done, total, "what was seen")}
   * @return what the page shows, in this order
   */
  List<Finding> run(LabSettings settings, Progress progress);
}
