// Tensor-core products of one warp: mma.sync.m16n8k8 on TF32, m16n8k16 on bfloat16.
//
// Fragments as the PTX ISA states them ("Matrix Fragments for mma.m16n8k8", "... m16n8k16"), with
// group = lane / 4 and pair = lane % 4:
//   a[16, 8]   tf32   a0 (group, pair)  a1 (group + 8, pair)  a2 (group, pair + 4)  a3 (group + 8, pair + 4)
//   b[8, 8]    tf32   b0 (pair, group)  b1 (pair + 4, group)
//   a[16, 16]  bf16   two elements a register, columns 2 pair and 2 pair + 1; a2, a3: columns + 8
//   b[16, 8]   bf16   two elements a register, rows 2 pair and 2 pair + 1; b1: rows + 8
//   c[16, 8]          c0[e] (group, 2 pair + e)  c1[e] (group + 8, 2 pair + e)

#include "attention_format.cuh"

#ifdef __CUDACC__

__device__ inline void multiplyAdd(
    Format<TF32>, float* c0, float* c1, const unsigned* a, unsigned b0, unsigned b1) {
  asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9},"
      " {%0,%1,%2,%3};"
      : "+f"(c0[0]), "+f"(c0[1]), "+f"(c1[0]), "+f"(c1[1])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

__device__ inline void multiplyAdd(
    Format<BF16>, float* c0, float* c1, const unsigned* a, unsigned b0, unsigned b1) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7},"
      " {%8,%9}, {%0,%1,%2,%3};"
      : "+f"(c0[0]), "+f"(c0[1]), "+f"(c1[0]), "+f"(c1[1])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

#else

// The same on the host: the lane that comes last multiplies for all. dot: the sum of the products of
// what one register of a and one of b hold.
template <typename Dot>
inline void multiplyAddOnHost(
    float* c0, float* c1, const unsigned* a, unsigned b0, unsigned b1, Dot dot) {
  struct Fragments {
    float* c[2];
    const unsigned* a;
    unsigned b[2];
  } mine = {{c0, c1}, a, {b0, b1}};
  host::meet(~0u, HOST_SITE, mine, [dot](Fragments** lanes) {
    for (int row = 0; row < 16; row++) {
      for (int column = 0; column < 8; column++) {
        float& c = lanes[row % 8 * 4 + column / 2]->c[row / 8][column % 2];
        for (int pair = 0; pair < 4; pair++) {
          const unsigned* x = lanes[row % 8 * 4 + pair]->a;
          const unsigned* y = lanes[column * 4 + pair]->b;
          c += dot(x[row / 8], y[0]) + dot(x[row / 8 + 2], y[1]);
        }
      }
    }
  });
}

inline void multiplyAdd(
    Format<TF32>, float* c0, float* c1, const unsigned* a, unsigned b0, unsigned b1) {
  multiplyAddOnHost(c0, c1, a, b0, b1, [](unsigned x, unsigned y) {
    return __uint_as_float(x) * __uint_as_float(y);
  });
}

inline void multiplyAdd(
    Format<BF16>, float* c0, float* c1, const unsigned* a, unsigned b0, unsigned b1) {
  multiplyAddOnHost(c0, c1, a, b0, b1, [](unsigned x, unsigned y) {
    return __uint_as_float(x << 16) * __uint_as_float(y << 16)
        + __uint_as_float(x & 0xffff0000u) * __uint_as_float(y & 0xffff0000u);
  });
}

#endif
