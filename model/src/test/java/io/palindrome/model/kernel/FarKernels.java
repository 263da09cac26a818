package io.palindrome.model.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Kernels that compute on copies whose rows lie a GiB apart: from the ninth row on, an element's
 * index does not fit into 32 bits. Results are copied back, so that callers see no difference.
 */
final class FarKernels {
  /** Elements from one row to the next, but for what keeps the alignment of the original. */
  private static final int APART = 1 << 28;

  private static final int VECTOR = 4;

  private FarKernels() {}

  /** The kernels below, which must have sparse memory; closing these closes those. */
  static Kernels of(Kernels below) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              Copies copies = new Copies(below);
              Object[] far = arguments == null ? null : new Object[arguments.length];
              for (int i = 0; far != null && i < far.length; i++) {
                far[i] = copies.far(arguments[i]);
              }
              try {
                Object result = method.invoke(below, far);
                copies.giveBack();
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** The far copies of one operation's matrices; one that is given twice has one copy. */
  private static final class Copies {
    private final Kernels kernels;
    private final Map<Matrix, Matrix> copies = new HashMap<>();

    Copies(Kernels kernels) {
      this.kernels = kernels;
    }

    Object far(Object argument) throws ReflectiveOperationException {
      if (argument instanceof Matrix matrix) {
        return copies.computeIfAbsent(matrix, this::copy);
      }
      if (argument instanceof Record parts && holdsMatrices(parts)) {
        List<Object> values = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent part : parts.getClass().getRecordComponents()) {
          values.add(far(part.getAccessor().invoke(parts)));
          types.add(part.getType());
        }
        return parts
            .getClass()
            .getDeclaredConstructor(types.toArray(Class[]::new))
            .newInstance(values.toArray());
      }
      return argument;
    }

    private static boolean holdsMatrices(Record parts) {
      return parts instanceof HeadViews
          || parts instanceof Attended
          || parts instanceof NormParameters
          || parts instanceof ColumnNorm;
    }

    private Matrix copy(Matrix near) {
      int offset = (int) (near.offset() % VECTOR);
      int stride = APART + near.stride() % VECTOR;
      long length = offset + (long) near.rows() * stride + near.columns();
      Matrix far =
          new Matrix(kernels.allocate(length), offset, near.rows(), near.columns(), stride);
      for (int row = 0; row < near.rows(); row++) {
        far.writeRow(row, near.readRow(row));
      }
      return far;
    }

    void giveBack() {
      copies.forEach(
          (near, far) -> {
            for (int row = 0; row < near.rows(); row++) {
              near.writeRow(row, far.readRow(row));
            }
            far.storage().close();
          });
    }
  }
}
