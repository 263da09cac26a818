// c = alpha op(a) op(b) + beta c with operands rounded to a format, each sum in float32 in the order of its terms.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

// The formats are numbered as ProductFormat is.
struct Sizes {
  int rows, columns, inner, strideA, transposedA, strideB, transposedB, strideC, format;
};

static float rounded(float x, int format) {
  if (format == 0 || x - x != 0) return x;
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits = format == 1 ? (bits + 0x1000u) & ~0x1FFFu : (bits + 0x7FFFu + (bits >> 16 & 1u)) & ~0xFFFFu;
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
      x = rounded(x, s.format);
      const float* y = b + (s.transposedB ? k : static_cast<size_t>(k) * s.strideB);
      size_t step = s.transposedB ? s.strideB : 1;
      for (int j = 0; j < s.columns; j++) sums[j] += x * rounded(y[j * step], s.format);
    }
    float* row = c + static_cast<size_t>(i) * s.strideC;
    for (int j = 0; j < s.columns; j++) row[j] = (beta == 0 ? 0 : beta * row[j]) + alpha * sums[j];
  }
}
