// c = alpha op(a) op(b) + beta c with operands rounded to a format, each sum in float32 in the order of its terms.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

// dropped: lower bits of a float32 that the format of operands does without.
struct Sizes {
  int rows, columns, inner, strideA, transposedA, strideB, transposedB, strideC, dropped;
};

// To nearest, ties to even.
static float rounded(float x, int dropped) {
  if (dropped == 0 || x - x != 0) return x;
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint32_t odd = bits >> dropped & 1u;
  bits = (bits + (1u << (dropped - 1)) - 1u + odd) >> dropped << dropped;
  memcpy(&x, &bits, sizeof x);
  return x;
}

extern "C" __attribute__((visibility("default"))) void product(
    const Sizes* sizes, float alpha, const float* a, const float* b, float beta, float* c) {
  const Sizes& s = *sizes;
  std::vector<float> sums(s.columns);
  for (int i = 0; i < s.rows; i++) {
    sums.assign(s.columns, 0.0f);
    for (int k = 0; k < s.inner; k++) {
      float x = a[s.transposedA ? static_cast<size_t>(k) * s.strideA + i : static_cast<size_t>(i) * s.strideA + k];
      x = rounded(x, s.dropped);
      const float* y = b + (s.transposedB ? k : static_cast<size_t>(k) * s.strideB);
      size_t step = s.transposedB ? s.strideB : 1;
      for (int j = 0; j < s.columns; j++) sums[j] += x * rounded(y[j * step], s.dropped);
    }
    float* row = c + static_cast<size_t>(i) * s.strideC;
    for (int j = 0; j < s.columns; j++) row[j] = (beta == 0 ? 0 : beta * row[j]) + alpha * sums[j];
  }
}
