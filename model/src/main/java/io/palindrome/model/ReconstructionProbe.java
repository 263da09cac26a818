package io.palindrome.model;

import io.palindrome.conf.ReconstructionConfig;

/** Whether a reversible step compares what it has rebuilt to what went in. */
public enum ReconstructionProbe {
  /** The step computes the embedding once more, and its result has the error. */
  MEASURE,
  /** The step's result has NaN. */
  OMIT;

  /** What the configuration says of a step, counted from 0. */
  public static ReconstructionProbe of(ReconstructionConfig config, long step) {
    return config.measures(step) ? MEASURE : OMIT;
  }
}
