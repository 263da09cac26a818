package io.palindrome.jobs.feed;

/** Who trains on what, when: a pure function, the same on every machine and after every restart. */
public interface StepPlan {
  /**
   * One step.
   *
   * @param round averaging round, counted from 0
   * @param worker logical worker, counted from 0
   * @param localStep of the worker in the round, counted from 0
   */
  StepDescriptor step(long round, int worker, int localStep);
}
