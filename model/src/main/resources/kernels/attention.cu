// What chunk attention needs of every position beforehand, and attention of one query.
#include "attention_problem.cuh"

static const int WARPS = 4;

__device__ inline float sumOfWarp(float value) {
  for (int apart = 16; apart > 0; apart /= 2) {
    value += __shfl_xor_sync(0xffffffffu, value, apart);
  }
  return value;
}

__device__ inline float dotOfWarp(const float* x, const float* y, int depth) {
  float sum = 0;
  for (int d = threadIdx.x % 32; d < depth; d += 32) {
    sum += x[d] * y[d];
  }
  return sumOfWarp(sum);
}

// dots[t] = x[t] . y[t]; a warp takes a row.
extern "C" __global__ void attentionRowDots(
    float* x, int strideX, float* y, int strideY, int rows, int depth, float* dots) {
  int row = blockIdx.x * WARPS + threadIdx.x / 32;
  if (row < rows) {
    float dot = dotOfWarp(Rows{x, strideX}.at(row), Rows{y, strideY}.at(row), depth);
    if (threadIdx.x % 32 == 0) {
      dots[row] = dot;
    }
  }
}

// scales[t] = 1 / sqrt(depth (mean(key[t]^2) + epsilon)): what brings a shared key to unit length.
extern "C" __global__ void attentionKeyScales(
    float* keys, int strideKeys, int rows, int depth, float epsilon, float* scales) {
  int row = blockIdx.x * WARPS + threadIdx.x / 32;
  if (row < rows) {
    const float* key = Rows{keys, strideKeys}.at(row);
    float square = dotOfWarp(key, key, depth);
    if (threadIdx.x % 32 == 0) {
      scales[row] = 1 / sqrtf(square + depth * epsilon);
    }
  }
}

static const int KEYS_PER_BLOCK = 1024;
static const int ONE_QUERY_THREADS = 128;

// All threads of a block get the sum (or maximum) of their values; partial: one float a warp.
template <typename Join>
__device__ inline float ofBlock(float value, float* partial, Join join) {
  for (int apart = 16; apart > 0; apart /= 2) {
    value = join(value, __shfl_xor_sync(0xffffffffu, value, apart));
  }
  __syncthreads();
  if (threadIdx.x % 32 == 0) {
    partial[threadIdx.x / 32] = value;
  }
  __syncthreads();
  value = partial[0];
  for (int warp = 1; warp < ONE_QUERY_THREADS / 32; warp++) {
    value = join(value, partial[warp]);
  }
  return value;
}

// One query over KEYS_PER_BLOCK of the keys it sees (Kernels.attendOne): parts[b] = (maximum, sum,
// weighted values) of block b, depth + 2 floats. rows: null for rows 0 to count - 1. own: the row
// whose score is replaced, -1 for none.
extern "C" __global__ void attendOnePart(
    const float* query, float* keys, int strideKeys, float* values, int strideValues,
    const int* rows, int count, int own, int depth, float keyScale, float epsilon, int shared,
    float* parts) {
  __shared__ float weights[KEYS_PER_BLOCK];
  __shared__ float partial[ONE_QUERY_THREADS / 32];
  int first = blockIdx.x * KEYS_PER_BLOCK;
  int mine = min(KEYS_PER_BLOCK, count - first);
  float highest = -3.4e38f;
  for (int i = threadIdx.x / 32; i < mine; i += ONE_QUERY_THREADS / 32) {
    int row = rows ? rows[first + i] : first + i;
    const float* key = Rows{keys, strideKeys}.at(row);
    float product = dotOfWarp(query, key, depth);
    float square = shared ? dotOfWarp(key, key, depth) : 0;
    float scale = shared ? 1 / sqrtf(square + depth * epsilon) : keyScale;
    float score = shared && row == own ? SELF_SCORE : product * scale;
    highest = fmaxf(highest, score);
    if (threadIdx.x % 32 == 0) {
      weights[i] = score;
    }
  }
  highest = ofBlock(highest, partial, [](float x, float y) { return fmaxf(x, y); });
  float sum = 0;
  for (int i = threadIdx.x; i < mine; i += ONE_QUERY_THREADS) {
    weights[i] = expf(weights[i] - highest);
    sum += weights[i];
  }
  sum = ofBlock(sum, partial, [](float x, float y) { return x + y; });
  float* part = parts + (long long)blockIdx.x * (depth + 2);
  for (int d = threadIdx.x; d < depth; d += ONE_QUERY_THREADS) {
    float value = 0;
    for (int i = 0; i < mine; i++) {
      int row = rows ? rows[first + i] : first + i;
      value += weights[i] * Rows{values, strideValues}.at(row)[d];
    }
    part[2 + d] = value;
  }
  if (threadIdx.x == 0) {
    part[0] = highest;
    part[1] = sum;
  }
}

// out = the parts joined; a thread takes a feature.
extern "C" __global__ void attendOneJoin(const float* parts, int count, int depth, float* out) {
  int d = blockIdx.x * ONE_QUERY_THREADS + threadIdx.x;
  if (d >= depth) {
    return;
  }
  float highest = parts[0];
  for (int part = 1; part < count; part++) {
    highest = fmaxf(highest, parts[(long long)part * (depth + 2)]);
  }
  float sum = 0;
  float value = 0;
  for (int i = 0; i < count; i++) {
    const float* part = parts + (long long)i * (depth + 2);
    float weight = expf(part[0] - highest);
    sum += part[1] * weight;
    value += part[2 + d] * weight;
  }
  out[d] = value / sum;
}
