// One step of Adafactor on one slot (io.palindrome.model.kernel.AdafactorStep). Gradients are read four times, by rows, by
// columns, for the mean square of the update and for the update itself, and parameters are moved once: 24 bytes a
// parameter. Sums are float64, each with one owner and one order.
#include "elements.cuh"

constexpr int COLUMNS = 32;
constexpr int WARPS = 8;
constexpr int ROWS_OF_PART = 256;
constexpr double SQUARE_FLOOR = 1e-30;

__device__ inline double warp_total(double x) {
  for (int distance = 16; distance > 0; distance /= 2) x += __shfl_xor_sync(FULL_WARP, x, distance);
  return x;
}

// The sum over the threads of a block; thread 0 has it. perWarp: shared, 32 of them.
__device__ inline double block_total(double mine, double* perWarp) {
  mine = warp_total(mine);
  if (lane_index() == 0) perWarp[warp_index()] = mine;
  __syncthreads();
  for (int warp = 1; threadIdx.x == 0 && warp < block_warps(); warp++) mine += perWarp[warp];
  return mine;
}

__device__ inline double square_of(float gradient, float scale) {
  double g = scale * gradient;
  return g * g;
}

// moments[i] = decay * moments[i] + rest * mean over j of (g[i, j]^2 + floor); a warp takes a row.
extern "C" __global__ void adafactorRows(const float* gradients, int stride, int rows, int columns, float scale, float decay, float rest, float* moments) {
  for (long long row = global_thread() / 32; row < rows; row += all_threads() / 32) {
    double sum = 0;
    for (int column = lane_index(); column < columns; column += 32) sum += square_of(gradients[row * stride + column], scale);
    sum = warp_total(sum);
    if (lane_index() == 0) moments[row] = decay * moments[row] + rest * static_cast<float>(sum / columns + SQUARE_FLOOR);
  }
}

// parts[part][column] = the sum of g[i, column]^2 over 256 rows; a block takes 32 columns, a warp every eighth row. Parts
// are layers of the grid: a slot with moments of columns alone is one row of any length.
extern "C" __global__ void adafactorColumnParts(const float* gradients, int stride, int rows, int columns, float scale, double* parts) {
  __shared__ double sums[WARPS][COLUMNS];
  int column = blockIdx.x * COLUMNS + lane_index();
  long long first = static_cast<long long>(blockIdx.y) * ROWS_OF_PART;
  long long end = first + ROWS_OF_PART < rows ? first + ROWS_OF_PART : rows;
  double sum = 0;
  for (long long row = first + warp_index(); row < end && column < columns; row += WARPS) sum += square_of(gradients[row * stride + column], scale);
  sums[warp_index()][lane_index()] = sum;
  __syncthreads();
  if (warp_index() == 0 && column < columns) {
    for (int warp = 1; warp < WARPS; warp++) sum += sums[warp][lane_index()];
    parts[static_cast<long long>(blockIdx.y) * columns + column] = sum;
  }
}

// moments[j] = decay * moments[j] + rest * (the sum of its parts / rows + floor); a thread takes a column.
extern "C" __global__ void adafactorColumns(const double* parts, int count, int rows, int columns, float decay, float rest, float* moments) {
  for (long long column = global_thread(); column < columns; column += all_threads()) {
    double sum = 0;
    for (int part = 0; part < count; part++) sum += parts[static_cast<long long>(part) * columns + column];
    moments[column] = decay * moments[column] + rest * static_cast<float>(sum / rows + SQUARE_FLOOR);
  }
}

// numbers[0] = the mean of the moments of rows; one block.
extern "C" __global__ void adafactorMean(const float* moments, int count, float* numbers) {
  __shared__ double perWarp[32];
  double sum = 0;
  for (int i = threadIdx.x; i < count; i += static_cast<int>(blockDim.x)) sum += moments[i];
  sum = block_total(sum, perWarp);
  if (threadIdx.x == 0) numbers[0] = static_cast<float>(sum / count);
}

// What a gradient is divided by. Without moments of rows every element has the moment of its column. Roots before the
// product: a row and a column without gradients would have a moment that float32 cannot hold.
struct Roots {
  const float* ofRows;
  const float* ofColumns;
  const float* numbers;

  __device__ float at(long long row, int column) const {
    float ofColumn = sqrtf(ofColumns[column]);
    return ofRows == nullptr ? ofColumn : sqrtf(ofRows[row] / numbers[0]) * ofColumn;
  }
};

// parts[block] = the sum of the squares of g / root that the block's threads meet
extern "C" __global__ void adafactorSquares(const float* gradients, int stride, int rows, int columns, float scale, const float* ofRows, const float* ofColumns, const float* numbers, double* parts) {
  __shared__ double perWarp[32];
  Roots roots = {ofRows, ofColumns, numbers};
  double sum = 0;
  each_element(rows, columns, 1, [&](auto pack, long long row, int column) {
    double u = scale * gradients[row * stride + column] / roots.at(row, column);
    sum += u * u;
  });
  sum = block_total(sum, perWarp);
  if (threadIdx.x == 0) parts[blockIdx.x] = sum;
}

// numbers[1] = rate / max(1, the root mean square of g / root); one block.
extern "C" __global__ void adafactorFactor(const double* parts, int count, long long elements, float rate, float* numbers) {
  __shared__ double perWarp[32];
  double sum = 0;
  for (int i = threadIdx.x; i < count; i += static_cast<int>(blockDim.x)) sum += parts[i];
  sum = block_total(sum, perWarp);
  if (threadIdx.x == 0) numbers[1] = rate / fmaxf(1, static_cast<float>(sqrt(sum / static_cast<double>(elements))));
}

// parameters -= numbers[1] * g / root
extern "C" __global__ void adafactorMove(const float* gradients, int strideG, float* parameters, int strideP, int rows, int columns, float scale, const float* ofRows, const float* ofColumns, const float* numbers) {
  Roots roots = {ofRows, ofColumns, numbers};
  float factor = numbers[1];
  each_element(rows, columns, 1, [=](auto pack, long long row, int column) {
    parameters[row * strideP + column] -= factor * (scale * gradients[row * strideG + column] / roots.at(row, column));
  });
}
