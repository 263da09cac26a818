package io.palindrome.jobs.planning;

import io.palindrome.conf.UserException;
import io.palindrome.model.plan.StepMemory;
import io.palindrome.model.plan.StepPlanner;

/** Memory in which steps take place. */
public sealed interface StepRoom permits ExecutorHeap, GpuMemory {
  /** All of it, in bytes; 0 where nobody knows. */
  long bytes();

  /**
   * Bytes that are left for one step.
   *
   * @throws UserException if nobody knows how large it is; it says what to set
   */
  long forStep(StepPlanner planner);

  /** The part of a step's memory that lies in it, in bytes. */
  long takenBy(StepMemory step);

  /** Where such a part lies, such as {@code in the heap}. */
  String place();

  /** What it is and how large, such as {@code a heap of 4.00 GiB}. */
  String text();
}
