// Operands of matrix products, as tensor cores take them.
#include "launch.cuh"

// To nearest, ties to even; NaN stays NaN.
__device__ inline uint32 bfloat16_bits(float x) {
  uint32 bits = __float_as_uint(x);
  return x == x ? (bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16 : 0x7FC0u;
}

// rounded[i, j] = x[i, j] in bfloat16, 0 beyond the columns of x. Every row is walked over by `lanes` threads, a power of
// two of at most blockDim.x, each with two neighbours at a time: roundedStride is even.
extern "C" __global__ void roundToBfloat16(const float* x, int stride, int rows, int columns, int lanes, uint32* rounded,
                                           int roundedStride) {
  int rowsOfBlock = blockDim.x / lanes;
  int pairs = roundedStride / 2;
  long long step = static_cast<long long>(gridDim.x) * rowsOfBlock;
  for (long long i = static_cast<long long>(blockIdx.x) * rowsOfBlock + threadIdx.x / lanes; i < rows; i += step) {
    const float* from = x + i * stride;
    for (int pair = threadIdx.x % lanes; pair < pairs; pair += lanes) {
      int j = 2 * pair;
      uint32 low = j < columns ? bfloat16_bits(from[j]) : 0;
      uint32 high = j + 1 < columns ? bfloat16_bits(from[j + 1]) : 0;
      rounded[i * pairs + pair] = high << 16 | low;
    }
  }
}
