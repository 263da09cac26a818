// The products of attention_product.cuh on tensor cores, in TF32 and bfloat16.
//
// Scores leave the instruction as its c fragment and enter the next product as its a fragment
// without leaving their registers. For bfloat16 the two fragments agree; for TF32 the keys of a
// step are taken in the order 0 2 4 6 1 3 5 7, in z as in the weights, which changes no sum's terms.

#include "attention_mma.cuh"
#include "attention_product.cuh"

// What both have in common: a thread owns rows group and group + 8.
struct FragmentRows {
  static const int ROWS = 2;
  static const int SHARE = 4;

  static __device__ int group() { return threadIdx.x % 32 / SHARE; }

  static __device__ int pair() { return threadIdx.x % SHARE; }

  static __device__ int row(int i) { return group() + 8 * i; }

  static __device__ int scoreColumn(int j) { return j / 2 * 8 + 2 * pair() + j % 2; }

  static __device__ int outColumn(int j) { return scoreColumn(j); }
};

template <>
struct Product<TF32> : FragmentRows {
  template <int D, int N>
  static __device__ void addProduct(
      float (&scores)[ROWS][N / SHARE], const float* x, const float* y) {
    const int stride = Stride<TF32, D>::OF;
#pragma unroll 4
    for (int d = 0; d < D; d += 8) {
      const float* at = x + group() * stride + d + pair();
      unsigned a[4] = {
          __float_as_uint(at[0]), __float_as_uint(at[8 * stride]),
          __float_as_uint(at[4]), __float_as_uint(at[8 * stride + 4])};
#pragma unroll
      for (int n = 0; n < N / 8; n++) {
        const float* b = y + (8 * n + group()) * stride + d + pair();
        multiplyAdd(Format<TF32>(), scores[0] + 2 * n, scores[1] + 2 * n, a,
            __float_as_uint(b[0]), __float_as_uint(b[4]));
      }
    }
  }

  template <int D, int N>
  static __device__ void addWeighted(
      float (&out)[ROWS][D / SHARE], const float (&weights)[ROWS][N / SHARE], const float* z,
      float*) {
    const int stride = Stride<TF32, D>::OF;
#pragma unroll
    for (int n = 0; n < N / 8; n++) {
      unsigned a[4];
#pragma unroll
      for (int r = 0; r < 4; r++) {
        a[r] = __float_as_uint(roundTf32(weights[r % 2][2 * n + r / 2]));
      }
      const float* at = z + (8 * n + 2 * pair()) * stride + group();
#pragma unroll
      for (int d = 0; d < D / 8; d++) {
        multiplyAdd(Format<TF32>(), out[0] + 2 * d, out[1] + 2 * d, a,
            __float_as_uint(at[8 * d]), __float_as_uint(at[8 * d + stride]));
      }
    }
  }
};

template <>
struct Product<BF16> : FragmentRows {
  typedef unsigned short Element;

  static __device__ unsigned pairAt(const Element* at) { return *(const unsigned*)at; }

  template <int D, int N>
  static __device__ void addProduct(
      float (&scores)[ROWS][N / SHARE], const Element* x, const Element* y) {
    const int stride = Stride<BF16, D>::OF;
#pragma unroll
    for (int d = 0; d < D; d += 16) {
      const Element* at = x + group() * stride + d + 2 * pair();
      unsigned a[4] = {
          pairAt(at), pairAt(at + 8 * stride), pairAt(at + 8), pairAt(at + 8 * stride + 8)};
#pragma unroll
      for (int n = 0; n < N / 8; n++) {
        const Element* b = y + (8 * n + group()) * stride + d + 2 * pair();
        multiplyAdd(Format<BF16>(), scores[0] + 2 * n, scores[1] + 2 * n, a, pairAt(b),
            pairAt(b + 8));
      }
    }
  }

  // Registers b0, b1 of the b fragments of columns [0, 8) and [8, 16) of z's rows [0, 16).
  template <int STRIDE>
  static __device__ void loadColumns(unsigned (&b)[4], const Element* z) {
#ifdef __CUDACC__
    int lane = threadIdx.x % 32;
    const Element* row = z + lane % 16 * STRIDE + lane / 16 * 8;
    unsigned address = (unsigned)__cvta_generic_to_shared(row);
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
        : "=r"(b[0]), "=r"(b[1]), "=r"(b[2]), "=r"(b[3])
        : "r"(address)
        : "memory");
#else
    for (int r = 0; r < 4; r++) {
      const Element* at = z + (r % 2 * 8 + 2 * pair()) * STRIDE + r / 2 * 8 + group();
      b[r] = at[0] | (unsigned)at[STRIDE] << 16;
    }
#endif
  }

  template <int D, int N>
  static __device__ void addWeighted(
      float (&out)[ROWS][D / SHARE], const float (&weights)[ROWS][N / SHARE], const Element* z,
      float*) {
    const int stride = Stride<BF16, D>::OF;
#pragma unroll
    for (int n = 0; n < N / 16; n++) {
      unsigned a[4];
#pragma unroll
      for (int r = 0; r < 4; r++) {
        const float* two = weights[r % 2] + 4 * n + r / 2 * 2;
        a[r] = packBfloat16(two[0], two[1]);
      }
#pragma unroll
      for (int d = 0; d < D / 16; d++) {
        unsigned b[4];
        loadColumns<stride>(b, z + 16 * n * stride + 16 * d);
        multiplyAdd(Format<BF16>(), out[0] + 4 * d, out[1] + 4 * d, a, b[0], b[1]);
        multiplyAdd(Format<BF16>(), out[0] + 4 * d + 2, out[1] + 4 * d + 2, a, b[2], b[3]);
      }
    }
  }
};
