package io.palindrome.model.kernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.model.kernel.CountingSort;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.random.CounterRandom;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sorting with as many runs as a large GPU has, and with keys of one to three digits. */
class CudaSortTest {
  private static final DeviceLimits HOPPER = new DeviceLimits(90, 132, 227 * 1024);

  private static Device large(HostModule.Order order) {
    HostDevice device = new HostDevice(order);
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(),
            new Class<?>[] {Device.class},
            (proxy, method, arguments) ->
                method.getName().equals("limits") ? HOPPER : method.invoke(device, arguments));
  }

  private static int[] sorted(HostModule.Order blocks, int[] keys, int keyCount) {
    try (CudaKernels kernels = new CudaKernels(large(blocks))) {
      Indices device = kernels.allocateIndices(keys.length);
      Indices order = kernels.allocateIndices(keys.length);
      device.write(keys);
      kernels.countingSort(device, keyCount, order);
      return order.read();
    }
  }

  /** The last one has 313 runs, more than one block sums up at a time. */
  static Stream<Arguments> lengthsAndKeyCounts() {
    List<Integer> keyCounts = List.of(1, 2, 257, 1024, 1025, 70_000, (1 << 20) + 1);
    Stream<Arguments> small =
        Stream.of(1, 31, 257, 3000)
            .flatMap(length -> keyCounts.stream().map(keyCount -> Arguments.of(length, keyCount)));
    return Stream.concat(small, Stream.of(Arguments.of(80_000, 300)));
  }

  @ParameterizedTest(name = "{0} keys below {1}")
  @MethodSource("lengthsAndKeyCounts")
  void isTheStableOrder(int length, int keyCount) {
    assumeTrue(HostCompiler.isPresent(), HostCompiler.MISSING);
    int[] keys = new int[length];
    Arrays.setAll(keys, i -> (int) (CounterRandom.uniform(length, i) * keyCount));
    keys[0] = keyCount - 1;
    int[] expected = new int[length];
    CountingSort.sort(keys, keyCount, expected);
    assertThat(sorted(HostModule.Order.FORWARD, keys, keyCount)).isEqualTo(expected);
    assertThat(sorted(HostModule.Order.BACKWARD, keys, keyCount)).isEqualTo(expected);
  }

  @Test
  void keepsTheOrderOfEqualKeysInOneLongRun() {
    assumeTrue(HostCompiler.isPresent(), HostCompiler.MISSING);
    int[] expected = new int[5000];
    Arrays.setAll(expected, i -> i);
    assertThat(sorted(HostModule.Order.BACKWARD, new int[5000], 700)).isEqualTo(expected);
  }
}
