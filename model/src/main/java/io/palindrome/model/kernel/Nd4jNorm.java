package io.palindrome.model.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Layer normalization (Ba et al. 2016) composed from ND4J operations. */
final class Nd4jNorm {
  /** n = (x - mean) / deviation [rows, columns], and deviation [rows, 1]. */
  private record Normalized(INDArray values, INDArray deviation) {}

  private Nd4jNorm() {}

  private static Normalized normalize(INDArray x, double epsilon, Nd4jScratch scratch) {
    INDArray mean = scratch.own(x.mean(true, 1));
    INDArray centered = scratch.own(x.subColumnVector(mean));
    INDArray squares = scratch.own(centered.mul(centered));
    INDArray deviation = scratch.own(squares.mean(true, 1)).addi(epsilon);
    Transforms.sqrt(deviation, false);
    return new Normalized(centered.diviColumnVector(deviation), deviation);
  }

  static void layerNorm(Matrix x, NormParameters norm, Matrix y, Nd4jScratch scratch) {
    INDArray n = normalize(Nd4jStorage.view(x), norm.epsilon(), scratch).values();
    n.muliRowVector(Nd4jStorage.view(norm.gain())).addiRowVector(Nd4jStorage.view(norm.bias()));
    Nd4jStorage.view(y).assign(n);
  }

  /** With g = gain * gradY: gradX += (g - mean(g) - n * mean(g * n)) / deviation, row by row. */
  static void addGradient(
      Matrix x,
      NormParameters norm,
      Matrix gradY,
      Matrix gradX,
      NormParameters into,
      Nd4jScratch scratch) {
    Normalized normalized = normalize(Nd4jStorage.view(x), norm.epsilon(), scratch);
    INDArray n = normalized.values();
    INDArray grad = Nd4jStorage.view(gradY);
    INDArray along = scratch.own(grad.mul(n));
    Nd4jOperations.addColumnSums(along, Nd4jStorage.view(into.gain()), scratch);
    Nd4jOperations.addColumnSums(grad, Nd4jStorage.view(into.bias()), scratch);
    INDArray gain = Nd4jStorage.view(norm.gain());
    INDArray g = scratch.copy(grad).muliRowVector(gain);
    INDArray meanAlong = scratch.own(along.muliRowVector(gain).mean(true, 1));
    INDArray mean = scratch.own(g.mean(true, 1));
    g.subiColumnVector(mean).subi(n.muliColumnVector(meanAlong));
    Nd4jStorage.view(gradX).addi(g.diviColumnVector(normalized.deviation()));
  }
}
