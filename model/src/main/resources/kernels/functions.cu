// The functions of io.palindrome.model.kernel.ElementFunction, where their formulas are explained. The numbers of kinds
// are those of CudaElements. p = (1 + a) / 2, q = (1 - a) / 2.
#include "elements.cuh"

struct ElementFunction {
  int kind;
  float a, p, q, logA;

  __device__ static float root(float x) { return sqrtf(x * x + 1); }

  __device__ float smooth_slope(float x) const { return p + q * x / root(x); }

  __device__ float inverse_smooth(float y) const {
    float v = y + q;
    float rest = q * sqrtf(v * v + a);
    return v > 0 ? y * (v + q) / (p * v + rest) : (p * v - rest) / a;
  }

  __device__ static float tanh_slope(float x) {
    float t = tanhf(x);
    return 1 - t * t;
  }

  __device__ float value(float x) const {
    switch (kind) {
      case 0: return x >= 0 ? x : a * x;
      case 1: return x >= 0 ? 0 : logA;
      case 2: return p * x + q * (root(x) - 1);
      case 3: return inverse_smooth(x);
      case 4: return logf(smooth_slope(x));
      case 5: return a * tanhf(x / a);
      case 6: return expf(a * tanhf(x / a));
      case 7: return fabsf(x) >= a ? x : x < 0 ? -a : a;
      default: return logf(fabsf(x) < a ? a : fabsf(x));
    }
  }

  __device__ float slope(float x) const {
    switch (kind) {
      case 0: return x >= 0 ? 1 : a;
      case 1: return 0;
      case 2: return smooth_slope(x);
      case 3: return 1 / smooth_slope(inverse_smooth(x));
      case 4: return q / (root(x) * root(x) * root(x)) / smooth_slope(x);
      case 5: return tanh_slope(x / a);
      case 6: return value(x) * tanh_slope(x / a);
      case 7: return fabsf(x) >= a ? 1 : 0;
      default: return fabsf(x) >= a ? 1 / x : 0;
    }
  }
};

// y = function(x); x and y may be the same
extern "C" __global__ void mapElements(int kind, float a, float p, float q, float logA, const float* x, int strideX, float* y, int strideY, int rows, int columns, int width) {
  ElementFunction function = {kind, a, p, q, logA};
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    pack = load<decltype(pack)>(x + row * strideX + column);
    for (float& element : pack.at) element = function.value(element);
    store(y + row * strideY + column, pack);
  });
}

// grad *= function'(x)
extern "C" __global__ void mapGradient(int kind, float a, float p, float q, float logA, const float* x, int strideX, float* grad, int strideGrad, int rows, int columns, int width) {
  ElementFunction function = {kind, a, p, q, logA};
  each_element(rows, columns, width, [=](auto pack, long long row, int column) {
    auto at = load<decltype(pack)>(x + row * strideX + column);
    float* target = grad + row * strideGrad + column;
    pack = load<decltype(pack)>(target);
    for (int k = 0; k < pack.SIZE; k++) pack.at[k] *= function.slope(at.at[k]);
    store(target, pack);
  });
}
