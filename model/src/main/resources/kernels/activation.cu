// Activations with what is fused into them. The numbers of kinds are those of CudaActivation. Memory is the bound, also
// of dropout: making a factor takes about 30 integer operations, 5 us for [16,384, 1,024] on an H100, against 40 us.
#include "elements.cuh"
#include "random.cuh"

constexpr float SQRT_HALF = 0.70710678118654752f;
constexpr float INVERSE_SQRT_TWO_PI = 0.39894228040143268f;
constexpr float TANH_SCALE = 0.79788456080286536f;
constexpr float TANH_CUBIC = 0.044715f;

__device__ inline float activation_value(int kind, float x) {
  switch (kind) {
    case 0: return x < 0 ? 0 : x;
    case 1: return x * 0.5f * erfcf(-x * SQRT_HALF);
    case 2: return 0.5f * x * (1 + tanhf(TANH_SCALE * (x + TANH_CUBIC * x * x * x)));
    default: return x / (1 + expf(-x));
  }
}

__device__ inline float activation_slope(int kind, float x) {
  switch (kind) {
    case 0: return x > 0 ? 1 : 0;
    case 1: return 0.5f * erfcf(-x * SQRT_HALF) + x * INVERSE_SQRT_TWO_PI * expf(-0.5f * x * x);
    case 2: {
      float t = tanhf(TANH_SCALE * (x + TANH_CUBIC * x * x * x));
      return 0.5f * (1 + t) + 0.5f * x * (1 - t * t) * (TANH_SCALE * (1 + 3 * TANH_CUBIC * x * x));
    }
    default: {
      float sigmoid = 1 / (1 + expf(-x));
      return sigmoid * (1 + x * (1 - sigmoid));
    }
  }
}

// h = dropout(h + bias); a = activation(h)
extern "C" __global__ void activate(int kind, const float* bias, unsigned long long key, long long firstRow, long long maskStride, unsigned long long threshold, float kept, const float* factors,
                                    float* h, int strideH, float* a, int strideA, int rows, int columns, int width) {
  DropoutMask mask = {key, firstRow, maskStride, threshold, kept, factors};
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    auto b = load<decltype(pack)>(bias + column);
    float* before = h + row * strideH + column;
    pack = load<decltype(pack)>(before);
    for (int k = 0; k < pack.SIZE; k++) pack.at[k] = (pack.at[k] + b.at[k]) * mask.scale(row, column + k);
    store(before, pack);
    for (float& element : pack.at) element = activation_value(kind, element);
    store(a + row * strideA + column, pack);
  });
}

// gradA *= activation'(h) * dropout
extern "C" __global__ void activateGradient(int kind, const float* h, int strideH, unsigned long long key, long long firstRow, long long maskStride, unsigned long long threshold, float kept, const float* factors,
                                            float* gradA, int strideA, int rows, int columns, int width) {
  DropoutMask mask = {key, firstRow, maskStride, threshold, kept, factors};
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    auto x = load<decltype(pack)>(h + row * strideH + column);
    float* grad = gradA + row * strideA + column;
    pack = load<decltype(pack)>(grad);
    for (int k = 0; k < pack.SIZE; k++) pack.at[k] *= activation_slope(kind, x.at[k]) * mask.scale(row, column + k);
    store(grad, pack);
  });
}

// x *= dropout
extern "C" __global__ void applyDropout(unsigned long long key, long long firstRow, long long maskStride, unsigned long long threshold, float kept, const float* factors,
                                        float* x, int stride, int rows, int columns, int width) {
  DropoutMask mask = {key, firstRow, maskStride, threshold, kept, factors};
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    float* target = x + row * stride + column;
    pack = load<decltype(pack)>(target);
    for (int k = 0; k < pack.SIZE; k++) pack.at[k] *= mask.scale(row, column + k);
    store(target, pack);
  });
}
