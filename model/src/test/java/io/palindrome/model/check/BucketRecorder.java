package io.palindrome.model.check;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Kernels that remember the hash buckets that they were asked for, in the order of the calls. */
final class BucketRecorder {
  private final List<int[]> recorded = new ArrayList<>();
  private final Kernels kernels;

  BucketRecorder(Kernels inner) {
    kernels =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  try {
                    Object result = method.invoke(inner, arguments);
                    if (method.getName().equals("hash")) {
                      recorded.add(((Indices) arguments[3]).read());
                    }
                    return result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  Kernels kernels() {
    return kernels;
  }

  /** One array for every (layer, sequence, head). */
  List<int[]> recorded() {
    return recorded;
  }
}
