// io.palindrome.model.random.CounterRandom.normal on the device. Drawn on the host, the rotations of a step cost more
// than the step: 3.1 M numbers of some 80 ns for 3 LSH layers of 8 heads, 128 features, 4 rounds and 512 hash buckets.
#include "launch.cuh"
#include "random.cuh"

__device__ inline double counter_uniform(uint64 key, long long element) {
  uint64 upper = counter_bits(key, static_cast<uint64>(element)) >> 12;
  return (static_cast<double>(upper) + 0.5) * 2.220446049250313e-16;
}

// into[e] = normal number first + e of the key, row by row. In float64 until it is stored, as on the host: two libraries'
// logarithms and cosines may differ in the last of 53 bits, which a float32 hardly ever shows. Bound by float64
// arithmetic, some 150 operations a number: 3.1 M of them take 20 us on an H100, and 1 ms where float64 has 1/64 of the
// rate.
extern "C" __global__ void drawNormals(uint64 key, long long first, float* into, int stride, int rows, int columns) {
  long long count = static_cast<long long>(rows) * columns;
  for (long long e = global_thread(); e < count; e += all_threads()) {
    long long element = first + e;
    long long even = element & ~1ll;
    double radius = sqrt(-2 * log(counter_uniform(key, even)));
    double angle = 2 * 3.141592653589793 * counter_uniform(key, even + 1);
    double value = radius * (element == even ? cos(angle) : sin(angle));
    into[e / columns * stride + e % columns] = static_cast<float>(value);
  }
}
