package io.palindrome.conf;

/** What an averaging round does with the optimizer state that its workers return. */
public enum OptimizerStateKind {
  /** The mean, as with the parameters; the state of a run is then one vector. */
  AVERAGE,
  /** Each logical worker keeps its own, and the driver keeps all of them. */
  LOCAL
}
