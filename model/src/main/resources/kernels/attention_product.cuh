// Products of a warp's 16 rows with a tile in shared memory, in float32.
//
//   scores[16, N] += x[16, D] y[N, D]^T       addProduct; both are rows of tiles
//   out[16, D] += weights[16, N] z[N, D]      addWeighted; weights are what a warp holds as scores
//
// Accumulators are [ROWS][N / SHARE] and [ROWS][D / SHARE]: a thread owns ROWS rows, and SHARE
// neighbouring lanes share them, so that a row's sum or maximum is a shuffle among these.

#include "attention_format.cuh"

// Distance of two rows of a tile, in elements.
template <int P, int D>
struct Stride {
  static const int OF = D + Format<P>::PADDING;
};

template <int P>
struct Product;

// FFMA. Of 16 x 64 scores a thread has 4 x 8: 12 loads of 16 bytes feed 128 multiplications.
template <>
struct Product<FLOAT32> {
  static const int ROWS = 4;
  static const int SHARE = 8;

  static __device__ int row(int i) { return threadIdx.x % 32 / SHARE + 4 * i; }

  static __device__ int scoreColumn(int j) { return threadIdx.x % SHARE + SHARE * j; }

  static __device__ int outColumn(int j) { return threadIdx.x % SHARE * 4 + j / 4 * 32 + j % 4; }

  template <int D, int N>
  static __device__ void addProduct(
      float (&scores)[ROWS][N / SHARE], const float* x, const float* y) {
    const int stride = Stride<FLOAT32, D>::OF;
#pragma unroll 4
    for (int d = 0; d < D; d += 4) {
      float4 a[ROWS];
#pragma unroll
      for (int i = 0; i < ROWS; i++) {
        a[i] = *(const float4*)(x + row(i) * stride + d);
      }
#pragma unroll
      for (int j = 0; j < N / SHARE; j++) {
        float4 b = *(const float4*)(y + scoreColumn(j) * stride + d);
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
          float sum = fmaf(a[i].x, b.x, scores[i][j]);
          sum = fmaf(a[i].y, b.y, sum);
          sum = fmaf(a[i].z, b.z, sum);
          scores[i][j] = fmaf(a[i].w, b.w, sum);
        }
      }
    }
  }

  // Every lane needs whole rows of the weights, so they go through shared memory: aside, a warp's
  // own 16 rows of N + 4.
  template <int D, int N>
  static __device__ void addWeighted(
      float (&out)[ROWS][D / SHARE], const float (&weights)[ROWS][N / SHARE], const float* z,
      float* aside) {
    const int stride = Stride<FLOAT32, D>::OF;
    __syncwarp();
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
#pragma unroll
      for (int j = 0; j < N / SHARE; j++) {
        aside[row(i) * (N + 4) + scoreColumn(j)] = weights[i][j];
      }
    }
    __syncwarp();
#pragma unroll 4
    for (int n = 0; n < N; n++) {
      float a[ROWS];
#pragma unroll
      for (int i = 0; i < ROWS; i++) {
        a[i] = aside[row(i) * (N + 4) + n];
      }
#pragma unroll
      for (int j = 0; j < D / SHARE; j += 4) {
        float4 b = *(const float4*)(z + n * stride + outColumn(j));
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
          out[i][j] = fmaf(a[i], b.x, out[i][j]);
          out[i][j + 1] = fmaf(a[i], b.y, out[i][j + 1]);
          out[i][j + 2] = fmaf(a[i], b.z, out[i][j + 2]);
          out[i][j + 3] = fmaf(a[i], b.w, out[i][j + 3]);
        }
      }
    }
  }
};
