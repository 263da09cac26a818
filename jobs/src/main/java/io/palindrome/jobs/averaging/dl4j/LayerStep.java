package io.palindrome.jobs.averaging.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the optimizer needs to know of a step beside its gradients.
 *
 * @param parameters all of them in layout order, a live view
 * @param loss in nats
 */
record LayerStep(INDArray parameters, double loss) {
  /** Where no {@link ReformerLayer} has made the gradients. */
  static final LayerStep UNKNOWN = new LayerStep(null, 0);
}
