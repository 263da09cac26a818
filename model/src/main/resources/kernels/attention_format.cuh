// Number formats of the operands of tile products, and the tensor-core instructions on them.

enum Precision { FLOAT32, TF32, BF16 };

// Two floats to bfloat16, nearest-even, the first in the lower half.
__device__ inline unsigned packBfloat16(float low, float high) {
#ifdef __CUDACC__
  unsigned packed;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(high), "f"(low));
  return packed;
#else
  unsigned bits[2] = {__float_as_uint(low), __float_as_uint(high)};
  for (unsigned& b : bits) {
    bool number = (b & 0x7fffffffu) <= 0x7f800000u;
    b = number ? (b + 0x7fffu + (b >> 16 & 1u)) >> 16 : 0x7fffu;
  }
  return bits[0] | bits[1] << 16;
#endif
}

// A float whose lower 13 bits are 0: nearest, of two equally near ones the larger in magnitude.
__device__ inline float roundTf32(float x) {
#ifdef __CUDACC__
  unsigned rounded;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(rounded) : "f"(x));
  return __uint_as_float(rounded);
#else
  unsigned bits = __float_as_uint(x);
  bool number = (bits & 0x7f800000u) != 0x7f800000u;
  return number ? __uint_as_float((bits + 0x1000u) & ~0x1fffu) : x;
#endif
}

// How tiles lie in shared memory. A row is padded by 16 bytes: the rows that a warp reads at once
// then begin in different banks, and every row at a multiple of 16 bytes.
template <int P>
struct Format {
  typedef float Element;
  static const int PADDING = 4;

  static __device__ float rounded(float x) { return x; }

  static __device__ void store(Element* to, float4 x) { *(float4*)to = x; }
};

template <>
struct Format<TF32> {
  typedef float Element;
  static const int PADDING = 4;

  static __device__ float rounded(float x) { return roundTf32(x); }

  static __device__ void store(Element* to, float4 x) {
    *(float4*)to = make_float4(roundTf32(x.x), roundTf32(x.y), roundTf32(x.z), roundTf32(x.w));
  }
};

template <>
struct Format<BF16> {
  typedef unsigned short Element;
  static const int PADDING = 8;

  static __device__ float rounded(float x) { return __uint_as_float(packBfloat16(0, x)); }

  static __device__ void store(Element* to, float4 x) {
    *(uint2*)to = make_uint2(packBfloat16(x.x, x.y), packBfloat16(x.z, x.w));
  }
};
