// c = alpha op(a) op(b) + beta c, each sum in float32 in the order of its terms.
#include <cstddef>
#include <vector>

struct Sizes {
  int rows, columns, inner, strideA, transposedA, strideB, transposedB, strideC;
};

extern "C" __attribute__((visibility("default"))) void product(
    const Sizes* sizes, float alpha, const float* a, const float* b, float beta, float* c) {
  const Sizes& s = *sizes;
  std::vector<float> sums(s.columns);
  for (int i = 0; i < s.rows; i++) {
    sums.assign(s.columns, 0.0f);
    for (int k = 0; k < s.inner; k++) {
      float x = a[s.transposedA ? static_cast<size_t>(k) * s.strideA + i : static_cast<size_t>(i) * s.strideA + k];
      const float* y = b + (s.transposedB ? k : static_cast<size_t>(k) * s.strideB);
      size_t step = s.transposedB ? s.strideB : 1;
      for (int j = 0; j < s.columns; j++) sums[j] += x * y[j * step];
    }
    float* row = c + static_cast<size_t>(i) * s.strideC;
    for (int j = 0; j < s.columns; j++) row[j] = (beta == 0 ? 0 : beta * row[j]) + alpha * sums[j];
  }
}
