package io.palindrome.model.check;

/** Errors of a coupling fixture's groups; NaN is larger than any number. */
record CouplingErrors(double outputs, double loss, double gradients, double running) {
  static final CouplingErrors NONE = new CouplingErrors(0, 0, 0, 0);

  static CouplingErrors ofOutputs(double error) {
    return new CouplingErrors(error, 0, 0, 0);
  }

  static CouplingErrors ofRunning(double error) {
    return new CouplingErrors(0, 0, 0, error);
  }

  /** The larger of both, group by group. */
  CouplingErrors or(CouplingErrors other) {
    return new CouplingErrors(
        Math.max(outputs, other.outputs),
        Math.max(loss, other.loss),
        Math.max(gradients, other.gradients),
        Math.max(running, other.running));
  }
}
