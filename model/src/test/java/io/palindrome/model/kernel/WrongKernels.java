package io.palindrome.model.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;

/** Reference kernels with one method broken: the control of tests that compare. */
public final class WrongKernels {
  /** How a method is broken. */
  public enum Fault {
    /** It does nothing, and says 0. */
    SKIPPED,
    /** It moves the last element of each of its matrices by a thousandth, indices by one. */
    SLIGHTLY_OFF
  }

  private static final double OFF = 1e-3;

  private WrongKernels() {}

  public static Kernels of(String broken, Fault fault) {
    Kernels right = new ReferenceKernels();
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              boolean wrong = method.getName().equals(broken);
              if (wrong && fault == Fault.SKIPPED) {
                return method.getReturnType() == double.class ? 0.0 : null;
              }
              try {
                Object result = method.invoke(right, arguments);
                if (wrong) {
                  Stream.of(arguments).forEach(WrongKernels::disturb);
                  return result instanceof Double value ? (Object) (value + OFF) : result;
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void disturb(Object argument) {
    if (argument instanceof Matrix matrix) {
      long last = matrix.offset() + (long) (matrix.rows() - 1) * matrix.stride();
      disturb(matrix.storage(), last + matrix.columns() - 1);
    } else if (argument instanceof HeadViews views) {
      Stream.of(views.queries(), views.keys(), views.values()).forEach(WrongKernels::disturb);
    } else if (argument instanceof NormParameters norm) {
      Stream.of(norm.gain(), norm.bias()).forEach(WrongKernels::disturb);
    } else if (argument instanceof Storage storage) {
      disturb(storage, 0);
    } else if (argument instanceof Indices indices) {
      int[] values = indices.read();
      values[values.length - 1]++;
      indices.write(values);
    } else if (argument instanceof org.nd4j.linalg.api.ndarray.INDArray array) {
      array.addi(OFF);
    }
  }

  private static void disturb(Storage storage, long at) {
    storage.write(at, storage.read(at, 1)[0] + OFF);
  }
}
