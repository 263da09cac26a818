// One element at a time. All are bound by memory: 4 bytes for each element read and written, so on an H100 (3.35 TB/s)
// `add` of a stream of [16,384, 256] takes 15 us at least.
#include "elements.cuh"

// x = value
extern "C" __global__ void fill(float value, float* x, int stride, int rows, int columns, int width) {
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    for (float& element : pack.at) element = value;
    store(x + row * stride + column, pack);
  });
}

// to = from
extern "C" __global__ void copyElements(const float* from, int strideFrom, float* to, int strideTo, int rows, int columns, int width) {
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    store(to + row * strideTo + column, load<decltype(pack)>(from + row * strideFrom + column));
  });
}

// into += scale * x
extern "C" __global__ void addScaled(float scale, const float* x, int strideX, float* into, int strideInto, int rows, int columns, int width) {
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    auto value = load<decltype(pack)>(x + row * strideX + column);
    float* target = into + row * strideInto + column;
    pack = load<decltype(pack)>(target);
    for (int k = 0; k < pack.SIZE; k++) pack.at[k] += scale * value.at[k];
    store(target, pack);
  });
}

// into[i, j] += scale * bias[0, j]
extern "C" __global__ void addBias(float scale, const float* bias, float* into, int strideInto, int rows, int columns, int width) {
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    auto value = load<decltype(pack)>(bias + column);
    float* target = into + row * strideInto + column;
    pack = load<decltype(pack)>(target);
    for (int k = 0; k < pack.SIZE; k++) pack.at[k] += scale * value.at[k];
    store(target, pack);
  });
}

// product = x * y; product may be x or y
extern "C" __global__ void multiplyElements(const float* x, int strideX, const float* y, int strideY, float* product, int strideProduct, int rows, int columns, int width) {
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    auto a = load<decltype(pack)>(x + row * strideX + column);
    auto b = load<decltype(pack)>(y + row * strideY + column);
    for (int k = 0; k < pack.SIZE; k++) pack.at[k] = a.at[k] * b.at[k];
    store(product + row * strideProduct + column, pack);
  });
}

// into /= divisor
extern "C" __global__ void divideElements(const float* divisor, int strideDivisor, float* into, int strideInto, int rows, int columns, int width) {
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    auto d = load<decltype(pack)>(divisor + row * strideDivisor + column);
    float* target = into + row * strideInto + column;
    pack = load<decltype(pack)>(target);
    for (int k = 0; k < pack.SIZE; k++) pack.at[k] /= d.at[k];
    store(target, pack);
  });
}

// Turns the pairs (x[i, j], x[i, half + j]) by the angle of position first + i, which is put together from two tables of
// (sine, cosine): angle(p) = high[p / 1024] + low[p % 1024]. In float32 an angle itself would have no digits left.
extern "C" __global__ void rotatePairs(const float2* low, const float2* high, float direction, int first, float* x, int stride, int rows, int half) {
  long long count = static_cast<long long>(rows) * half;
  for (long long e = global_thread(); e < count; e += all_threads()) {
    long long row = e / half;
    int j = static_cast<int>(e - row * half);
    long long position = first + row;
    float2 l = low[position % 1024 * half + j];
    float2 h = high[position / 1024 * half + j];
    float sine = direction * (h.x * l.y + h.y * l.x);
    float cosine = h.y * l.y - h.x * l.x;
    float* a = x + row * stride + j;
    float* b = a + half;
    float u = *a, v = *b;
    *a = u * cosine - v * sine;
    *b = u * sine + v * cosine;
  }
}

// into[i] += table[rowOf[i]]
extern "C" __global__ void addGathered(const float* table, int strideTable, const int* rowOf, float* into, int strideInto, int rows, int columns, int width) {
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    auto value = load<decltype(pack)>(table + static_cast<long long>(rowOf[row]) * strideTable + column);
    float* target = into + row * strideInto + column;
    pack = load<decltype(pack)>(target);
    for (int k = 0; k < pack.SIZE; k++) pack.at[k] += value.at[k];
    store(target, pack);
  });
}

// largest[block] = max |a - b| over the block's share; NaN if one is.
extern "C" __global__ void largestDifferences(const float* a, int strideA, const float* b, int strideB, int rows, int columns, float* largest) {
  __shared__ float perWarp[32];
  float most = 0;
  each_element(rows, columns, 1, [&](auto pack, long long row, int column) {
    float difference = fabsf(a[row * strideA + column] - b[row * strideB + column]);
    most = difference > most || difference != difference ? difference : most;
  });
  for (int distance = 16; distance > 0; distance /= 2) {
    float other = __shfl_xor_sync(FULL_WARP, most, distance);
    most = other > most || other != other ? other : most;
  }
  if (lane_index() == 0) perWarp[warp_index()] = most;
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int warp = 1; warp < block_warps(); warp++) {
      most = perWarp[warp] > most || perWarp[warp] != perWarp[warp] ? perWarp[warp] : most;
    }
    largest[blockIdx.x] = most;
  }
}
