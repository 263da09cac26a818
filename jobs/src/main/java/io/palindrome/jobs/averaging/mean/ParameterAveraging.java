package io.palindrome.jobs.averaging.mean;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Plain parameter averaging: the mean is the new value. */
record ParameterAveraging() implements OuterOptimizer {
  @Override
  public void apply(INDArray parameters, INDArray mean) {
    parameters.reshape(parameters.length()).assign(mean.reshape(mean.length()));
  }
}
