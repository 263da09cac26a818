package io.palindrome.conf;

/** How the learning rate develops after its warm-up. */
public enum ScheduleKind {
  /** Falls by half a cosine to a fraction of its highest value. */
  COSINE,
  /** Falls in a line to a fraction of its highest value. */
  LINEAR,
  CONSTANT,
  /** Falls as one over the root of the step. */
  INVERSE_SQRT
}
