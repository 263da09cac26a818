package io.palindrome.model.kernel;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Patches of images and the statistics of their channels, composed from ND4J operations. */
final class Nd4jImages {
  private Nd4jImages() {}

  /** The output rows whose tap lies inside the image, and the input rows that they read. */
  private record Pairs(int[] outputs, int[] inputs) {
    static Pairs of(ImageWindow window, int outputRows, int tap) {
      int[] outputs =
          IntStream.range(0, outputRows)
              .filter(row -> window.source(row, tap) != ImageWindow.OUTSIDE)
              .toArray();
      int[] inputs = IntStream.of(outputs).map(row -> window.source(row, tap)).toArray();
      return new Pairs(outputs, inputs);
    }
  }

  static void unfold(ImageWindow window, Matrix x, Matrix patches, Nd4jKernels kernels) {
    INDArray source = Nd4jStorage.view(x);
    Nd4jStorage.view(patches).assign(0);
    for (int tap = 0; tap < window.taps(); tap++) {
      Pairs pairs = Pairs.of(window, patches.rows(), tap);
      if (pairs.outputs().length == 0) {
        continue;
      }
      try (Nd4jScratch scratch = kernels.scratch()) {
        INDArray read = scratch.take(pairs.inputs().length, x.columns());
        Nd4jOperations.gather(source, scratch.indices(pairs.inputs()), read);
        INDArray whole = scratch.filled(0, patches.rows(), x.columns());
        Nd4jOperations.scatter(whole, scratch.indices(pairs.outputs()), read);
        Nd4jStorage.view(patches.columnRange(tap * x.columns(), x.columns())).assign(whole);
      }
    }
  }

  /** Within one tap no two output rows read the same input row, so the order of adding is fixed. */
  static void addFolded(ImageWindow window, Matrix patches, Matrix into, Nd4jKernels kernels) {
    int columns = into.columns();
    for (int tap = 0; tap < window.taps(); tap++) {
      Pairs pairs = Pairs.of(window, patches.rows(), tap);
      if (pairs.outputs().length == 0) {
        continue;
      }
      try (Nd4jScratch scratch = kernels.scratch()) {
        INDArray grad = scratch.copy(Nd4jStorage.view(patches.columnRange(tap * columns, columns)));
        INDArray read = scratch.take(pairs.outputs().length, columns);
        Nd4jOperations.gather(grad, scratch.indices(pairs.outputs()), read);
        INDArray sum = scratch.filled(0, into.rows(), columns);
        Nd4jOperations.scatterAdd(sum, scratch.indices(pairs.inputs()), read);
        Nd4jStorage.view(into).addi(sum);
      }
    }
  }

  static void columnStatistics(Matrix x, Matrix statistics, Nd4jScratch scratch) {
    INDArray values = Nd4jStorage.view(x);
    INDArray mean = Nd4jStorage.view(statistics.rowRange(0, 1)).assign(0);
    INDArray variance = Nd4jStorage.view(statistics.rowRange(1, 1)).assign(0);
    Nd4jOperations.addColumnSums(values, mean, scratch);
    mean.divi(x.rows());
    INDArray centered = scratch.own(values.subRowVector(scratch.copy(mean)));
    Nd4jOperations.addColumnSums(centered.muli(centered), variance, scratch);
    variance.divi(x.rows());
  }

  private static INDArray deviation(ColumnNorm norm, Nd4jScratch scratch) {
    INDArray shifted = scratch.copy(Nd4jStorage.view(norm.variance()));
    return Transforms.sqrt(shifted.addi(norm.parameters().epsilon()), false);
  }

  private static INDArray normalized(Matrix x, ColumnNorm norm, Nd4jScratch scratch) {
    INDArray mean = scratch.copy(Nd4jStorage.view(norm.mean()));
    INDArray centered = scratch.own(Nd4jStorage.view(x).subRowVector(mean));
    return centered.diviRowVector(deviation(norm, scratch));
  }

  static void columnNorm(Matrix x, ColumnNorm norm, Matrix y, Nd4jScratch scratch) {
    INDArray n = normalized(x, norm, scratch);
    INDArray gain = Nd4jStorage.view(norm.parameters().gain());
    INDArray bias = Nd4jStorage.view(norm.parameters().bias());
    Nd4jStorage.view(y).assign(n.muliRowVector(gain).addiRowVector(bias));
  }

  /** gradX += gain * (gradY - mean(gradY) - n * mean(gradY * n)) / deviation, column by column. */
  static void addColumnNormGradient(
      Matrix x,
      ColumnNorm norm,
      Matrix gradY,
      Matrix gradX,
      NormParameters into,
      Nd4jScratch scratch) {
    INDArray n = normalized(x, norm, scratch);
    INDArray g = scratch.copy(Nd4jStorage.view(gradY));
    INDArray sum = scratch.filled(0, 1, x.columns());
    INDArray along = scratch.filled(0, 1, x.columns());
    Nd4jOperations.addColumnSums(g, sum, scratch);
    Nd4jOperations.addColumnSums(scratch.own(g.mul(n)), along, scratch);
    Nd4jStorage.view(into.gain()).addi(along);
    Nd4jStorage.view(into.bias()).addi(sum);
    n.muliRowVector(along.divi(x.rows()));
    g.subiRowVector(sum.divi(x.rows())).subi(n);
    g.muliRowVector(Nd4jStorage.view(norm.parameters().gain()));
    Nd4jStorage.view(gradX).addi(g.diviRowVector(deviation(norm, scratch)));
  }
}
