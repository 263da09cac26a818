package io.palindrome.model.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** Reference kernels that round the operands of matrix products of more than a few rows. */
final class RoundedOperands {
  private static final int FEW_ROWS = 4;

  private RoundedOperands() {}

  static Kernels of(NumberFormat format) {
    Kernels reference = new ReferenceKernels();
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              Object[] given = arguments;
              if (method.getName().equals("multiply") && !hasFewRows(arguments)) {
                given = arguments.clone();
                given[1] = rounded(reference, (Matrix) arguments[1], format);
                given[3] = rounded(reference, (Matrix) arguments[3], format);
              }
              try {
                return method.invoke(reference, given);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static boolean hasFewRows(Object[] arguments) {
    return arguments[2] == Transpose.NONE && ((Matrix) arguments[1]).rows() <= FEW_ROWS;
  }

  private static Matrix rounded(Kernels kernels, Matrix matrix, NumberFormat format) {
    double[] values = matrix.toArray();
    Storage storage = kernels.allocate(values.length);
    storage.write(0, Arrays.stream(values).map(format::round).toArray());
    return Matrix.of(storage, matrix.rows(), matrix.columns());
  }
}
