// One element at a time, of matrices whose element (i, j) lies at i * stride + j.
#include "launch.cuh"

// x = value
extern "C" __global__ void fill(float* x, int stride, int rows, int columns, float value) {
  long long count = static_cast<long long>(rows) * columns;
  for (long long e = global_thread(); e < count; e += all_threads()) {
    x[e / columns * stride + e % columns] = value;
  }
}
