package io.palindrome.model.check;

import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Kernels that remember the hash buckets that they were asked for, in the order of the calls, and
 * may be made to answer stored ones instead.
 */
final class BucketRecorder {
  private final List<int[]> recorded = new ArrayList<>();
  private final Kernels kernels;

  /**
   * @param answers hash buckets of every call of one forward pass, answered over and over; empty if
   *     the kernels' own are used
   */
  BucketRecorder(Kernels inner, List<int[]> answers) {
    kernels =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  try {
                    Object result = method.invoke(inner, arguments);
                    if (method.getName().equals("hash")) {
                      record((Indices) arguments[3], answers);
                    }
                    return result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  private void record(Indices buckets, List<int[]> answers) {
    int call = recorded.size();
    recorded.add(buckets.read());
    if (!answers.isEmpty()) {
      buckets.write(answers.get(call % answers.size()));
    }
  }

  Kernels kernels() {
    return kernels;
  }

  /** One array for every (layer, sequence, head). */
  List<int[]> recorded() {
    return recorded;
  }
}
