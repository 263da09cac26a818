package io.palindrome.conf;

/** How one step changes the parameters. */
public enum OptimizerKind {
  ADAM,
  /** Adam, and weights that decay beside it. */
  ADAMW,
  /** Second moments of a matrix as one of each row and one of each column. */
  ADAFACTOR,
  SGD,
  /** SGD whose momentum looks one step ahead. */
  NESTEROV
}
