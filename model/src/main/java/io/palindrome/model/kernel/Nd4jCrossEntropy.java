package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Softmax cross-entropy over rows and its gradient, composed from ND4J operations. */
final class Nd4jCrossEntropy {
  private Nd4jCrossEntropy() {}

  /** logits become scale * (softmax - one-hot); rows whose label is negative become 0. */
  static void apply(Matrix logits, int[] labels, double scale, Matrix losses, Nd4jScratch scratch) {
    INDArray z = Nd4jStorage.view(logits);
    double[] counted = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      counted[i] = labels[i] < 0 ? 0 : 1;
    }
    INDArray kept = scratch.of(counted, labels.length, 1);
    INDArray target = scratch.take(logits.rows(), logits.columns());
    Nd4jOperations.oneHot(scratch.indices(labels), target);
    INDArray max = scratch.own(z.max(true, 1));
    z.subiColumnVector(max);
    INDArray targetLogit = scratch.own(scratch.own(z.mul(target)).sum(true, 1));
    Transforms.exp(z, false);
    INDArray sum = scratch.own(z.sum(true, 1));
    INDArray loss = Transforms.log(scratch.copy(sum), false);
    Nd4jStorage.view(losses).assign(loss.subi(targetLogit).muli(kept));
    z.diviColumnVector(sum).subi(target).muliColumnVector(kept.muli(scale));
  }
}
