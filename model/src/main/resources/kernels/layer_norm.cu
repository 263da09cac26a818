// Layer normalization and its gradient: one warp a row. A row is read from memory once and from the first-level cache
// after that, so the floor is 8 bytes an element forward (10 us for [16,384, 256] on an H100) and, backward, 16 for gradX
// and 8 more for the sums of columns, which need the statistics of whole rows first (columns.cu).
#include "elements.cuh"
#include "warp.cuh"

template <int N, class Visit>
__device__ inline void each_of_row(int columns, Visit visit) {
  for (int column = lane_index() * N; column < columns; column += 32 * N) visit(Pack<N>{}, column);
}

// (mean, 1 / deviation) of a row
template <int N>
__device__ inline float2 row_statistics(const float* x, int columns, float epsilon) {
  float sum = 0;
  each_of_row<N>(columns, [&](auto pack, int column) {
    pack = load<decltype(pack)>(x + column);
    for (int k = 0; k < N; k++) sum += pack.at[k];
  });
  float mean = warp_sum(sum) / columns;
  float squares = 0;
  each_of_row<N>(columns, [&](auto pack, int column) {
    pack = load<decltype(pack)>(x + column);
    for (int k = 0; k < N; k++) squares += (pack.at[k] - mean) * (pack.at[k] - mean);
  });
  return make_float2(mean, 1 / sqrtf(warp_sum(squares) / columns + epsilon));
}

template <int N>
__device__ inline void normalize_rows(const float* x, int strideX, const float* gain, const float* bias, float epsilon, float* y, int strideY, int rows, int columns) {
  for (long long row = global_thread() / 32; row < rows; row += all_threads() / 32) {
    const float* from = x + row * strideX;
    float2 s = row_statistics<N>(from, columns, epsilon);
    each_of_row<N>(columns, [&](auto pack, int column) {
      pack = load<decltype(pack)>(from + column);
      auto g = load<decltype(pack)>(gain + column);
      auto b = load<decltype(pack)>(bias + column);
      for (int k = 0; k < N; k++) pack.at[k] = g.at[k] * ((pack.at[k] - s.x) * s.y) + b.at[k];
      store(y + row * strideY + column, pack);
    });
  }
}

// y = gain * (x - mean) / sqrt(variance + epsilon) + bias
extern "C" __global__ void layerNorm(const float* x, int strideX, const float* gain, const float* bias, float epsilon, float* y, int strideY, int rows, int columns, int width) {
  if (width == 4) {
    normalize_rows<4>(x, strideX, gain, bias, epsilon, y, strideY, rows, columns);
  } else {
    normalize_rows<1>(x, strideX, gain, bias, epsilon, y, strideY, rows, columns);
  }
}

// With g = gain * gradY: gradX += (g - mean(g) - n * mean(g * n)) / deviation
template <int N>
__device__ inline void add_row_gradients(const float* x, int strideX, const float* gain, float epsilon, const float* gradY, int strideGradY, float* gradX, int strideGradX, float2* statistics, int rows, int columns) {
  for (long long row = global_thread() / 32; row < rows; row += all_threads() / 32) {
    const float* from = x + row * strideX;
    const float* grad = gradY + row * strideGradY;
    float2 s = row_statistics<N>(from, columns, epsilon);
    float sumG = 0, sumGn = 0;
    each_of_row<N>(columns, [&](auto pack, int column) {
      pack = load<decltype(pack)>(from + column);
      auto gy = load<decltype(pack)>(grad + column);
      auto w = load<decltype(pack)>(gain + column);
      for (int k = 0; k < N; k++) {
        float g = w.at[k] * gy.at[k];
        sumG += g;
        sumGn += g * ((pack.at[k] - s.x) * s.y);
      }
    });
    float meanG = warp_sum(sumG) / columns, meanGn = warp_sum(sumGn) / columns;
    each_of_row<N>(columns, [&](auto pack, int column) {
      auto value = load<decltype(pack)>(from + column);
      auto gy = load<decltype(pack)>(grad + column);
      auto w = load<decltype(pack)>(gain + column);
      float* target = gradX + row * strideGradX + column;
      pack = load<decltype(pack)>(target);
      for (int k = 0; k < N; k++) {
        float n = (value.at[k] - s.x) * s.y;
        pack.at[k] += (w.at[k] * gy.at[k] - meanG - n * meanGn) * s.y;
      }
      store(target, pack);
    });
    if (lane_index() == 0) statistics[row] = s;
  }
}

// Adds to gradX, and leaves (mean, 1 / deviation) of every row for the gradients of gain and bias.
extern "C" __global__ void layerNormGradient(const float* x, int strideX, const float* gain, float epsilon, const float* gradY, int strideGradY, float* gradX, int strideGradX, float2* statistics, int rows, int columns, int width) {
  if (width == 4) {
    add_row_gradients<4>(x, strideX, gain, epsilon, gradY, strideGradY, gradX, strideGradX, statistics, rows, columns);
  } else {
    add_row_gradients<1>(x, strideX, gain, epsilon, gradY, strideGradY, gradX, strideGradX, statistics, rows, columns);
  }
}
