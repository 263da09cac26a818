package io.palindrome.jobs.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** One command: reads its configuration, calls one thing, and reports. */
public interface Job {
  /** What the user asked of its output. */
  OutputOptions output();

  /**
   * Does the work.
   *
   * @return what a machine wants to know of it
   */
  ObjectNode run(JobContext context) throws IOException;
}
