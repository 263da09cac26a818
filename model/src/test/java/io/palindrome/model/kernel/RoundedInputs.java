package io.palindrome.model.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

/**
 * Kernels whose attention gets queries, keys, values and gradients of outputs rounded to a format,
 * in place: what kernels that round these operands need not round again.
 */
final class RoundedInputs {
  private RoundedInputs() {}

  static Kernels of(Kernels below, NumberFormat format) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "attend" -> {
                  HeadViews head = (HeadViews) arguments[1];
                  round(format, List.of(head.queries(), head.keys(), head.values()));
                }
                case "addAttendGradient" ->
                    round(format, List.of(((Attended) arguments[3]).gradOut()));
                default -> {}
              }
              try {
                return method.invoke(below, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void round(NumberFormat format, List<Matrix> matrices) {
    for (Matrix matrix : matrices) {
      for (int row = 0; row < matrix.rows(); row++) {
        long at = matrix.offset() + (long) row * matrix.stride();
        double[] values = matrix.storage().read(at, matrix.columns());
        matrix.storage().write(at, Arrays.stream(values).map(format::round).toArray());
      }
    }
  }
}
