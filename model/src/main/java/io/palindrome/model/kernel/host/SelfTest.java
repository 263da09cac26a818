package io.palindrome.model.kernel.host;

import io.palindrome.conf.Activation;
import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.HashRules;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.NormParameters;
import io.palindrome.model.kernel.Reach;
import io.palindrome.model.kernel.ReferenceKernels;
import io.palindrome.model.kernel.Storage;
import io.palindrome.model.kernel.Transpose;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A few operations on small odd sizes, by kernels and by plain loops. It looks for processors and
 * compilers that compute wrongly; the equivalence tests look for mistakes of ours.
 */
final class SelfTest {
  private static final double TOLERANCE = 1e-4;
  private static final int ROWS = 7;
  private static final int INNER = 19;
  private static final int COLUMNS = 71;
  private static final int LENGTH = 10;
  private static final int CHUNK = 5;
  private static final int D_HEAD = 17;

  private record Trial(String operation, Function<Kernels, Matrix> on) {}

  private static final List<Trial> TRIALS =
      List.of(
          new Trial("multiply", SelfTest::multiply),
          new Trial("multiply of few rows", SelfTest::multiplyFewRows),
          new Trial("layerNorm", SelfTest::layerNorm),
          new Trial("addLayerNormGradient", SelfTest::layerNormGradient),
          new Trial("activate", SelfTest::activate),
          new Trial("crossEntropy", SelfTest::crossEntropy),
          new Trial("attend", kernels -> attend(kernels).out()),
          new Trial("addAttendGradient", SelfTest::attendGradient));

  private SelfTest() {}

  static Optional<String> ofHostKernels() {
    try (Kernels kernels = new HostKernels(1)) {
      return of(kernels);
    }
  }

  /** The first operation that gives something else than plain loops, and what to do. */
  static Optional<String> of(Kernels kernels) {
    Kernels reference = new ReferenceKernels();
    for (Trial trial : TRIALS) {
      double[] ours = trial.on().apply(kernels).toArray();
      double[] expected = trial.on().apply(reference).toArray();
      for (int i = 0; i < expected.length; i++) {
        if (!(Math.abs(ours[i] - expected[i]) <= TOLERANCE * (1 + Math.abs(expected[i])))) {
          return Optional.of(
              ("%s with vectors of %d bits gives %s at element %d, but plain loops give %s; try"
                      + " -D%s=128 or another build of Java 17")
                  .formatted(
                      trial.operation(),
                      Lanes.SPECIES.vectorBitSize(),
                      ours[i],
                      i,
                      expected[i],
                      VectorWidth.PROPERTY));
        }
      }
    }
    return Optional.empty();
  }

  /** Smooth numbers around 0, other ones for another phase. */
  private static Matrix matrix(Kernels kernels, int rows, int columns, double phase) {
    double[] values = new double[rows * columns];
    Arrays.setAll(values, i -> (float) Math.sin(0.7 * i + phase));
    Storage storage = kernels.allocate(values.length);
    storage.write(0, values);
    return Matrix.of(storage, rows, columns);
  }

  private static Matrix multiply(Kernels kernels) {
    Matrix c = matrix(kernels, ROWS, COLUMNS, 3);
    kernels.multiply(
        0.5,
        matrix(kernels, ROWS, INNER, 1),
        Transpose.NONE,
        matrix(kernels, COLUMNS, INNER, 2),
        Transpose.TRANSPOSED,
        1,
        c);
    return c;
  }

  private static Matrix multiplyFewRows(Kernels kernels) {
    Matrix c = matrix(kernels, 1, COLUMNS, 3);
    Matrix a = matrix(kernels, 1, INNER, 1);
    kernels.multiply(
        1, a, Transpose.NONE, matrix(kernels, INNER, COLUMNS, 2), Transpose.NONE, 0, c);
    return c;
  }

  private static NormParameters norm(Kernels kernels) {
    return new NormParameters(matrix(kernels, 1, COLUMNS, 4), matrix(kernels, 1, COLUMNS, 5), 1e-5);
  }

  private static Matrix layerNorm(Kernels kernels) {
    Matrix y = matrix(kernels, ROWS, COLUMNS, 0);
    kernels.layerNorm(matrix(kernels, ROWS, COLUMNS, 1), norm(kernels), y);
    return y;
  }

  private static Matrix layerNormGradient(Kernels kernels) {
    Matrix gradX = matrix(kernels, ROWS, COLUMNS, 0);
    kernels.addLayerNormGradient(
        matrix(kernels, ROWS, COLUMNS, 1),
        norm(kernels),
        matrix(kernels, ROWS, COLUMNS, 2),
        gradX,
        norm(kernels));
    return gradX;
  }

  private static Matrix activate(Kernels kernels) {
    Matrix h = matrix(kernels, ROWS, COLUMNS, 1);
    Matrix a = matrix(kernels, ROWS, COLUMNS, 0);
    kernels.activate(Activation.GELU, matrix(kernels, 1, COLUMNS, 2), Dropout.NONE, h, a);
    return a;
  }

  private static Matrix crossEntropy(Kernels kernels) {
    Matrix logits = matrix(kernels, ROWS, COLUMNS, 1);
    Indices labels = kernels.allocateIndices(ROWS);
    labels.write(0, 70, 3, -1, 5, 31, 16);
    kernels.crossEntropy(logits, labels, 0, 0.25, matrix(kernels, ROWS, 1, 0));
    return logits;
  }

  private static final ChunkAttention ATTENTION =
      new ChunkAttention(
          CHUNK,
          new Reach.Neighbours(1, 0),
          2,
          true,
          KeyKind.SHARED,
          null,
          HashRules.PLAIN,
          Dropout.NONE);

  private static HeadViews head(Kernels kernels, double phase) {
    Matrix queries = matrix(kernels, LENGTH, D_HEAD, phase);
    return new HeadViews(queries, queries, matrix(kernels, LENGTH, D_HEAD, phase + 1));
  }

  /** Two rounds, the second of which visits every third position. */
  private static Indices order(Kernels kernels) {
    int[] entries = new int[2 * LENGTH];
    Arrays.setAll(entries, i -> i < LENGTH ? i : LENGTH + i * 3 % LENGTH);
    Indices order = kernels.allocateIndices(entries.length);
    order.write(entries);
    return order;
  }

  private static Attended attend(Kernels kernels) {
    Matrix out = matrix(kernels, LENGTH, D_HEAD, 0);
    Matrix normalizer = matrix(kernels, LENGTH, 2, 0);
    kernels.attend(ATTENTION, head(kernels, 1), order(kernels), out, normalizer);
    return new Attended(out, normalizer, matrix(kernels, LENGTH, D_HEAD, 3));
  }

  private static Matrix attendGradient(Kernels kernels) {
    HeadViews grad = head(kernels, 0);
    kernels.addAttendGradient(ATTENTION, head(kernels, 1), order(kernels), attend(kernels), grad);
    return grad.queries();
  }
}
