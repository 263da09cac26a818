package io.palindrome.conf;

/** How one step changes the parameters. */
public enum OptimizerKind {
  ADAM,
  SGD
}
