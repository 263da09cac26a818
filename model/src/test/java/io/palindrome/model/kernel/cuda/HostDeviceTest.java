package io.palindrome.model.kernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palindrome.model.kernel.Transpose;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The host runs kernels as a GPU does, and finds what a GPU would pass over in silence. */
class HostDeviceTest {
  private static final int BLOCKS = 5;
  private static final int THREADS = 96;

  private static final String SOURCE =
      """
      extern "C" __global__ void reverse_block(float* x) {
        __shared__ float tile[96];
        int i = blockIdx.x * blockDim.x + threadIdx.x;
        tile[threadIdx.x] = x[i];
        __syncthreads();
        x[i] = tile[blockDim.x - 1 - threadIdx.x];
      }
      extern "C" __global__ void sums(const float* x, float* sums, int* lowest) {
        DYNAMIC_SHARED(float, perWarp);
        float sum = x[blockIdx.x * blockDim.x + threadIdx.x];
        for (int distance = 16; distance > 0; distance /= 2) sum += __shfl_xor_sync(~0u, sum, distance);
        if (threadIdx.x % 32 == 0) perWarp[threadIdx.x / 32] = sum;
        __syncthreads();
        if (threadIdx.x >= 32) return;
        unsigned odd = __ballot_sync(~0u, threadIdx.x & 1);
        if (threadIdx.x == 0) {
          lowest[blockIdx.x] = __ffs(odd);
          sums[blockIdx.x] = perWarp[0] + perWarp[1] + perWarp[2];
        }
      }
      extern "C" __global__ void beyond(float* x, int at) { x[at] = 1; }
      extern "C" __global__ void misaligned(float* x) { x[0] = reinterpret_cast<float4*>(x + 1)->x; }
      extern "C" __global__ void lonely(float* x) {
        if (threadIdx.x < 40) __syncthreads();
        else __syncwarp();
        x[0] = 0;
      }
      extern "C" __global__ void two_barriers(float* x) {
        if (threadIdx.x == 0) __syncthreads();
        else
          __syncthreads();
        x[0] = 0;
      }
      extern "C" __global__ void last_block_wins(float* x) { x[0] = blockIdx.x; }
      extern "C" __global__ void not_written(float* x) {
        __shared__ float nothing[1];
        x[0] = nothing[0];
      }
      extern "C" __global__ void shared_beyond(int at) {
        DYNAMIC_SHARED(float, tile);
        tile[at] = 0;
      }
      extern "C" __global__ void types(long long a, int b, float c, const int* d, float* out) {
        out[0] = a + b + c + d[0];
      }
      """;
  private static final List<String> KERNELS =
      List.of(
          "reverse_block",
          "sums",
          "beyond",
          "misaligned",
          "lonely",
          "two_barriers",
          "last_block_wins",
          "not_written",
          "shared_beyond",
          "types");
  private static HostModule module;

  @BeforeAll
  static void compile() {
    assumeTrue(HostCompiler.isPresent(), HostCompiler.MISSING);
    module = new HostModule(List.of(new KernelSources.Unit("test.cu", SOURCE, KERNELS)));
  }

  private static LaunchShape shape(int sharedBytes) {
    return new LaunchShape(BLOCKS, 1, THREADS, sharedBytes);
  }

  private static float[] counting(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void barriersAndWarpsDoWhatAGpuDoes(HostModule.Order order) {
    try (HostDevice device = new HostDevice(module, order)) {
      long x = device.allocate(BLOCKS * THREADS * 4L);
      device.write(x, counting(BLOCKS * THREADS));
      device.launch("reverse_block", shape(0), x);
      float[] reversed = new float[BLOCKS * THREADS];
      device.read(x, reversed);
      for (int i = 0; i < reversed.length; i++) {
        assertThat(reversed[i]).isEqualTo(i / THREADS * THREADS + THREADS - 1 - i % THREADS);
      }
      long sums = device.allocate(BLOCKS * 4L);
      long lowest = device.allocate(BLOCKS * 4L);
      device.launch("sums", shape(12), x, sums, lowest);
      float[] expected = new float[BLOCKS];
      for (int i = 0; i < BLOCKS * THREADS; i++) {
        expected[i / THREADS] += i;
      }
      float[] actual = new float[BLOCKS];
      device.read(sums, actual);
      assertThat(actual).isEqualTo(expected);
      int[] lanes = new int[BLOCKS];
      device.read(lowest, lanes);
      assertThat(lanes).containsOnly(2);
    }
  }

  @Test
  void passesEveryKindOfArgument() {
    try (HostDevice device = new HostDevice(module, HostModule.Order.FORWARD)) {
      long d = device.allocate(4);
      device.write(d, new int[] {1000});
      long out = device.allocate(4);
      device.launch("types", new LaunchShape(1, 1, 1, 0), 1L, 20, 0.5f, d, out);
      float[] sum = new float[1];
      device.read(out, sum);
      assertThat(sum).containsExactly(1021.5f);
      assertThatThrownBy(
              () -> device.launch("types", new LaunchShape(1, 1, 1, 0), 1L, 20, 1, d, out))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "arguments of kernel types must be LIFLL (L: 64 bits, I: 32 bits, F: float), but are"
                  + " LIILL");
    }
  }

  private static void assertFails(String kernel, int sharedBytes, String message) {
    try (HostDevice device = new HostDevice(module, HostModule.Order.FORWARD)) {
      long x = device.allocate(64);
      assertThatThrownBy(() -> device.launch(kernel, shape(sharedBytes), x))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(message);
      device.write(x, counting(16));
      device.launch("last_block_wins", shape(0), x);
    }
  }

  @Test
  void findsWhatAGpuWouldPassOver() {
    assertFails("misaligned", 0, "is not a multiple of its type's alignment");
    assertFails("lonely", 0, "waits for threads that never come here");
    assertFails("two_barriers", 0, "meets a barrier while another thread of its block waits");
  }

  @Test
  void findsWritesBesideAnAllocation() {
    for (int at : new int[] {-1, 16}) {
      HostDevice device = new HostDevice(module, HostModule.Order.FORWARD);
      long x = device.allocate(64);
      assertThatThrownBy(() -> device.launch("beyond", shape(0), x, at))
          .hasMessage("something wrote beside an allocation of 64 bytes, in kernel beyond");
      assertThatThrownBy(() -> device.launch("shared_beyond", shape(32), at < 0 ? at : 8))
          .hasMessageContaining("wrote beyond its 32 bytes of dynamic shared memory");
    }
  }

  @Test
  void showsBlocksThatDependOnTheirOrder() {
    float[] last = new float[1];
    float[] first = new float[1];
    for (HostModule.Order order : HostModule.Order.values()) {
      try (HostDevice device = new HostDevice(module, order)) {
        long x = device.allocate(4);
        device.launch("last_block_wins", shape(0), x);
        device.read(x, order == HostModule.Order.FORWARD ? last : first);
      }
    }
    assertThat(last[0]).isEqualTo(BLOCKS - 1);
    assertThat(first[0]).isZero();
  }

  @Test
  void memoryBeginsAsNaN() {
    try (HostDevice device = new HostDevice(module, HostModule.Order.FORWARD)) {
      long x = device.allocate(4);
      float[] value = new float[1];
      device.read(x, value);
      assertThat(value[0]).isNaN();
      device.write(x, new float[1]);
      device.launch("not_written", shape(0), x);
      device.read(x, value);
      assertThat(value[0]).isNaN();
    }
  }

  @Test
  void allocationsAreFreedOnce() {
    try (HostDevice device = new HostDevice(module, HostModule.Order.FORWARD)) {
      long x = device.allocate(4);
      assertThat(x % 256).isZero();
      assertThatThrownBy(() -> device.write(x, new float[2]))
          .hasMessageContaining("8 bytes from address")
          .hasMessageContaining("do not lie within one allocation");
      device.free(x);
      assertThatThrownBy(() -> device.free(x)).hasMessageContaining("is free already");
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1.0002441, 3.0009766", "TF32, 1, 3.0", "BF16, 1, 3"})
  void roundsOperandsOfProducts(ProductFormat format, float a, float b) {
    try (HostDevice device = new HostDevice(module, HostModule.Order.FORWARD)) {
      long x = device.allocate(3 * Float.BYTES);
      device.write(x, new float[] {1.0002441f, 3.0009766f, 100});
      device.multiply(
          format,
          new DeviceProduct(
              1, 1, 1, 2, x, 1, Transpose.NONE, x + 4, 1, Transpose.NONE, 0.5f, x + 8, 1));
      float[] values = new float[3];
      device.read(x, values);
      assertThat(values[2]).isEqualTo(2 * (a * b) + 50);
    }
  }

  @Test
  void isOfNoUseOnceClosed() {
    HostDevice device = new HostDevice(module, HostModule.Order.FORWARD);
    device.close();
    device.close();
    assertThatThrownBy(() -> device.allocate(4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot use a device that is closed");
  }
}
