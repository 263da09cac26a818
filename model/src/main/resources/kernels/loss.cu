// Cross-entropy: logits become their gradient. One block a row; a row stays in the caches between the three walks over
// it, so the floor is 8 bytes a logit.
#include "warp.cuh"

// Of all threads of the block; every thread has the result.
template <class Combine>
__device__ inline float block_combine(float mine, float* perWarp, Combine combine) {
  if (lane_index() == 0) perWarp[warp_index()] = mine;
  __syncthreads();
  float all = perWarp[0];
  for (int warp = 1; warp < block_warps(); warp++) all = combine(all, perWarp[warp]);
  __syncthreads();
  return all;
}

// losses[i] = -log softmax(logits[i])[label]; logits = scale * (softmax - one-hot); both 0 where the label is negative
extern "C" __global__ void crossEntropy(float* logits, int stride, const int* labels, float scale, float* losses, int strideLosses, int rows, int columns) {
  __shared__ float perWarp[32];
  for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
    float* z = logits + row * stride;
    int label = labels[row];
    if (label < 0) {
      for (int j = threadIdx.x; j < columns; j += static_cast<int>(blockDim.x)) z[j] = 0;
      if (threadIdx.x == 0) losses[row * strideLosses] = 0;
      continue;
    }
    float most = __int_as_float(0xFF800000);
    for (int j = threadIdx.x; j < columns; j += static_cast<int>(blockDim.x)) most = fmaxf(most, z[j]);
    most = block_combine(warp_max(most), perWarp, [](float a, float b) { return fmaxf(a, b); });
    float sum = 0;
    for (int j = threadIdx.x; j < columns; j += static_cast<int>(blockDim.x)) sum += expf(z[j] - most);
    sum = block_combine(warp_sum(sum), perWarp, [](float a, float b) { return a + b; });
    if (threadIdx.x == 0) losses[row * strideLosses] = most + logf(sum) - z[label];
    __syncthreads();
    float inverse = scale / sum;
    for (int j = threadIdx.x; j < columns; j += static_cast<int>(blockDim.x)) {
      z[j] = inverse * expf(z[j] - most) - (j == label ? scale : 0);
    }
  }
}
