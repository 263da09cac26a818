// Walks over the elements of a matrix, one or four at a time. Element (i, j) lies at i * stride + j; four at a time need
// addresses, strides and columns that are multiples of four elements, which the caller of the kernel says by its width.
#include "launch.cuh"

template <int N>
struct alignas(4 * N) Pack {
  static constexpr int SIZE = N;
  float at[N];
};

template <class P>
__device__ inline P load(const float* address) {
  return *reinterpret_cast<const P*>(address);
}

template <class P>
__device__ inline void store(float* address, P value) {
  *reinterpret_cast<P*>(address) = value;
}

// visit(pack of the kind to load and store, row, first column)
template <int N, class Visit>
__device__ inline void each_pack(int rows, int columns, Visit visit) {
  uint32 packs = columns / N;
  long long count = static_cast<long long>(rows) * packs;
  for (long long e = global_thread(); e < count; e += all_threads()) {
    // A division of 64 bits costs as much as the rest of an element, so it is kept for matrices that need it.
    long long row = rows == 1 ? 0 : count <= 0x7FFFFFFF ? static_cast<uint32>(e) / packs : e / packs;
    visit(Pack<N>{}, row, static_cast<int>(e - row * packs) * N);
  }
}

template <class Visit>
__device__ inline void each_element(int rows, int columns, int width, Visit visit) {
  if (width == 4) {
    each_pack<4>(rows, columns, visit);
  } else {
    each_pack<1>(rows, columns, visit);
  }
}
