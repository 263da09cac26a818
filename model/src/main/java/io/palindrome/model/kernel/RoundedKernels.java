package io.palindrome.model.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;

/**
 * Kernels whose every result is rounded to a number format: what a network computes where
 * activations, parameters and gradients are stored in that format.
 *
 * <p>Inside an operation sums keep the precision of the kernels below, as on hardware that
 * multiplies short numbers and adds them up in long ones. After an operation every matrix that it
 * was given is rounded; one that it only read is rounded already and stays as it is. So the class
 * knows no operation by name. For experiments: it costs a pass over every argument.
 */
public final class RoundedKernels {
  private RoundedKernels() {}

  /** The kernels below, rounded; closing these closes those. */
  public static Kernels of(Kernels below, NumberFormat format) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(below, arguments);
                if (arguments != null) {
                  for (Object argument : arguments) {
                    round(argument, format);
                  }
                }
                return result instanceof Double number ? (Object) format.round(number) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void round(Object argument, NumberFormat format)
      throws ReflectiveOperationException {
    if (argument instanceof Matrix matrix) {
      round(matrix, format);
    } else if (argument instanceof Storage storage) {
      round(Matrix.of(storage, 1, Math.toIntExact(storage.length())), format);
    } else if (argument instanceof Record parts) {
      for (RecordComponent part : parts.getClass().getRecordComponents()) {
        if (part.getType() == Matrix.class) {
          round(part.getAccessor().invoke(parts), format);
        }
      }
    }
  }

  private static void round(Matrix matrix, NumberFormat format) {
    boolean dense = matrix.stride() == matrix.columns();
    int runs = dense ? Math.min(1, matrix.rows()) : matrix.rows();
    int length = dense ? matrix.rows() * matrix.columns() : matrix.columns();
    for (int run = 0; run < runs; run++) {
      long offset = matrix.offset() + (long) run * matrix.stride();
      double[] values = matrix.storage().read(offset, length);
      format.round(values);
      matrix.storage().write(offset, values);
    }
  }
}
