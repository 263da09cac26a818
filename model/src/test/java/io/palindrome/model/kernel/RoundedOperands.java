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
                given = rounded(reference, arguments, 1, 3, format);
              } else if (method.getName().equals("activatedLinear")
                  && ((Matrix) arguments[0]).rows() > FEW_ROWS) {
                given = rounded(reference, arguments, 0, 1, format);
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

  private static Object[] rounded(
      Kernels kernels, Object[] arguments, int left, int right, NumberFormat format) {
    Object[] given = arguments.clone();
    given[left] = rounded(kernels, (Matrix) arguments[left], format);
    given[right] = rounded(kernels, (Matrix) arguments[right], format);
    return given;
  }

  private static Matrix rounded(Kernels kernels, Matrix matrix, NumberFormat format) {
    double[] values = matrix.toArray();
    Storage storage = kernels.allocate(values.length);
    storage.write(0, Arrays.stream(values).map(format::round).toArray());
    return Matrix.of(storage, matrix.rows(), matrix.columns());
  }
}
