// Sums of columns in two stages. A block of 8 warps sums up to 256 rows of 32 columns, each warp every eighth row; then
// one block for 32 columns sums up what those left. Rows belong to blocks by their number alone, so the order of a sum
// depends neither on the device nor on when blocks run. The first stage is bound by reading its input once.
#include "launch.cuh"

constexpr int COLUMNS = 32;
constexpr int WARPS = 8;
constexpr int ROWS_OF_PART = 256;

// Sums a pair of columns of values over the block's rows: parts[part][column] and parts[parts + part][column].
template <class Value>
__device__ inline void sum_part(int rows, int columns, float* parts, Value value) {
  __shared__ float2 sums[WARPS][COLUMNS];
  int column = blockIdx.y * COLUMNS + lane_index();
  long long first = static_cast<long long>(blockIdx.x) * ROWS_OF_PART;
  long long end = first + ROWS_OF_PART < rows ? first + ROWS_OF_PART : rows;
  float2 sum = make_float2(0, 0);
  for (long long row = first + warp_index(); row < end && column < columns; row += WARPS) {
    float2 term = value(row, column);
    sum.x += term.x;
    sum.y += term.y;
  }
  sums[warp_index()][lane_index()] = sum;
  __syncthreads();
  if (warp_index() == 0 && column < columns) {
    for (int warp = 1; warp < WARPS; warp++) {
      sum.x += sums[warp][lane_index()].x;
      sum.y += sums[warp][lane_index()].y;
    }
    parts[static_cast<long long>(blockIdx.x) * columns + column] = sum.x;
    parts[(static_cast<long long>(gridDim.x) + blockIdx.x) * columns + column] = sum.y;
  }
}

// (x, 0)
extern "C" __global__ void columnSumParts(const float* x, int stride, int rows, int columns, float* parts) {
  sum_part(rows, columns, parts, [=](long long row, int column) { return make_float2(x[row * stride + column], 0); });
}

// ((x - mean)^2, 0)
extern "C" __global__ void columnSquareParts(const float* x, int stride, const float* mean, int rows, int columns, float* parts) {
  sum_part(rows, columns, parts, [=](long long row, int column) {
    float centered = x[row * stride + column] - mean[column];
    return make_float2(centered * centered, 0);
  });
}

// (gradY * n, gradY) of a layer norm; statistics hold (mean, 1 / deviation) of rows
extern "C" __global__ void layerNormParts(const float* x, int strideX, const float2* statistics, const float* gradY, int strideGradY, int rows, int columns, float* parts) {
  sum_part(rows, columns, parts, [=](long long row, int column) {
    float2 s = statistics[row];
    float grad = gradY[row * strideGradY + column];
    return make_float2(grad * ((x[row * strideX + column] - s.x) * s.y), grad);
  });
}

// (gradY * n, gradY) of a column norm
extern "C" __global__ void columnNormParts(const float* x, int strideX, const float* mean, const float* variance, float epsilon, const float* gradY, int strideGradY, int rows, int columns, float* parts) {
  sum_part(rows, columns, parts, [=](long long row, int column) {
    float grad = gradY[row * strideGradY + column];
    float n = (x[row * strideX + column] - mean[column]) / sqrtf(variance[column] + epsilon);
    return make_float2(grad * n, grad);
  });
}

// into[j] = keep * into[j] + scale * sum over all parts
extern "C" __global__ void sumParts(const float* parts, int count, int columns, float scale, float keep, float* into) {
  __shared__ float sums[COLUMNS][COLUMNS];
  int column = blockIdx.x * COLUMNS + lane_index();
  float sum = 0;
  for (int part = warp_index(); part < count && column < columns; part += COLUMNS) {
    sum += parts[static_cast<long long>(part) * columns + column];
  }
  sums[warp_index()][lane_index()] = sum;
  __syncthreads();
  if (warp_index() == 0 && column < columns) {
    for (int warp = 1; warp < COLUMNS; warp++) sum += sums[warp][lane_index()];
    into[column] = (keep == 0 ? 0 : keep * into[column]) + scale * sum;
  }
}
