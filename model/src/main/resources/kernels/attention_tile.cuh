// A block's tiles: 64 rows that stay, and N columns at a time of what they meet.

#include "attention_mma_product.cuh"
#include "attention_problem.cuh"

static const int TILE_ROWS = 64;
static const int THREADS = 2 * TILE_ROWS;

// Columns of a tile: as many as leave two blocks of float32 a multiprocessor of 228 KiB, and one of
// 100 KiB (compute capability 8.6), and no register spilled.
template <int P, int D, bool BACKWARD>
struct TileColumns {
  static const int OF = D <= 64 ? (BACKWARD ? 32 : 64) : BACKWARD && P != BF16 ? 16 : 32;
};

template <int ROWS, int COLUMNS>
__device__ inline void clear(float (&x)[ROWS][COLUMNS]) {
#pragma unroll
  for (int e = 0; e < ROWS * COLUMNS; e++) {
    x[e % ROWS][e / ROWS] = 0;
  }
}

// OPERANDS pairs of rows and columns have products; D features of each are there at a time: all of
// them, or, SLICED, one slice after the other.
template <int P, int D, int N, bool SLICED, int OPERANDS>
struct Tiles {
  typedef typename Format<P>::Element Element;
  typedef Product<P> Products;
  typedef float Scores[Products::ROWS][N / Products::SHARE];
  typedef float Out[Products::ROWS][D / Products::SHARE];
  static const int STRIDE = Stride<P, D>::OF;

  Element* rows[OPERANDS];
  Element* columns[2];
  float* aside;
  int* rowPositions;
  int* columnPositions;

  __device__ explicit Tiles(SharedMemory& memory) {
    for (int o = 0; o < OPERANDS; o++) {
      rows[o] = memory.take<Element>(TILE_ROWS * STRIDE);
    }
    for (int o = 0; o < 2; o++) {
      columns[o] = memory.take<Element>(N * STRIDE);
    }
    float* all = memory.take<float>(P == FLOAT32 ? TILE_ROWS * (N + 4) : 0);
    aside = all + threadIdx.x / 32 * 16 * (N + 4);
    rowPositions = memory.take<int>(TILE_ROWS);
    columnPositions = memory.take<int>(N);
  }

  // The tile's row that is row i of this thread.
  static __device__ int row(int i) { return threadIdx.x / 32 * 16 + Products::row(i); }

  // tile[i] = features [first, first + D) of row positions[i], 0 past the last and for no position.
  static __device__ void gather(
      Element* tile, int count, const Rows& from, const int* positions, int first, int depth) {
    bool wide = ((size_t)from.first | from.stride * sizeof(float)) % 16 == 0;
    for (int at = threadIdx.x; at < count * (D / 4); at += THREADS) {
      int i = at / (D / 4);
      int feature = first + at % (D / 4) * 4;
      float4 x = make_float4(0, 0, 0, 0);
      if (positions[i] >= 0 && feature < depth) {
        const float* source = from.at(positions[i]) + feature;
        if (wide && feature + 4 <= depth) {
          x = *(const float4*)source;
        } else {
          x.x = source[0];
          x.y = feature + 1 < depth ? source[1] : 0;
          x.z = feature + 2 < depth ? source[2] : 0;
          x.w = feature + 3 < depth ? source[3] : 0;
        }
      }
      Format<P>::store(tile + i * STRIDE + at % (D / 4) * 4, x);
    }
  }

  __device__ void gatherRows(int operand, const Rows& from, int first, int depth) {
    gather(rows[operand], TILE_ROWS, from, rowPositions, first, depth);
  }

  __device__ void gatherColumns(int operand, const Rows& from, int first, int depth) {
    gather(columns[operand], N, from, columnPositions, first, depth);
  }

  __device__ void gatherAllRows(const Rows* from, int depth) {
#pragma unroll
    for (int o = 0; o < (SLICED ? 0 : OPERANDS); o++) {
      gatherRows(o, from[o], 0, depth);
    }
  }

  // Ends with the block in step.
  __device__ void gatherAllColumns(const Rows* from, int depth) {
#pragma unroll
    for (int o = 0; o < (SLICED ? 0 : OPERANDS); o++) {
      gatherColumns(o, from[o], 0, depth);
    }
    __syncthreads();
  }

  // SLICED: columns[operand] become the features of a slice, whatever they were; begins and ends
  // with the block in step.
  __device__ void gatherSlice(int operand, const Rows& from, int slice, int depth) {
    if (SLICED) {
      __syncthreads();
      gatherColumns(operand, from, slice * D, depth);
      __syncthreads();
    }
  }

  // scores[o] = fromRows[o] fromColumns[o]^T, of the positions at hand. Unless SLICED, both have
  // been gathered.
  __device__ void multiply(
      Scores (&scores)[OPERANDS], const Rows* fromRows, const Rows* fromColumns, int depth) {
#pragma unroll
    for (int o = 0; o < OPERANDS; o++) {
      clear(scores[o]);
    }
    for (int first = 0; first < (SLICED ? depth : D); first += D) {
      if (SLICED) {
        __syncthreads();
#pragma unroll
        for (int o = 0; o < OPERANDS; o++) {
          gatherRows(o, fromRows[o], first, depth);
          gatherColumns(o, fromColumns[o], first, depth);
        }
        __syncthreads();
      }
#pragma unroll
      for (int o = 0; o < OPERANDS; o++) {
        Products::template addProduct<D, N>(
            scores[o], rows[o] + threadIdx.x / 32 * 16 * STRIDE, columns[o]);
      }
    }
  }

  // out += weights * columns[operand].
  __device__ void addWeighted(Out& out, const Scores& weights, int operand) {
    Products::template addWeighted<D, N>(out, weights, columns[operand], aside);
  }

  // into[position] += a row of out; nothing for no position.
  static __device__ void addRow(
      const Rows& into, int position, int slice, int depth, const float (&row)[D / Products::SHARE]) {
    if (position < 0) {
      return;
    }
    float* to = into.at(position) + slice * D;
#pragma unroll
    for (int j = 0; j < D / Products::SHARE; j++) {
      int d = Products::outColumn(j);
      if (slice * D + d < depth) {
        to[d] += row[j];
      }
    }
  }

  static __device__ float sumOfRow(float value) {
#pragma unroll
    for (int apart = 1; apart < Products::SHARE; apart *= 2) {
      value += __shfl_xor_sync(0xffffffffu, value, apart);
    }
    return value;
  }

  static __device__ float maximumOfRow(float value) {
#pragma unroll
    for (int apart = 1; apart < Products::SHARE; apart *= 2) {
      value = fmaxf(value, __shfl_xor_sync(0xffffffffu, value, apart));
    }
    return value;
  }
};

// A maximum of nothing, and the score of a key that is not in the window: against any maximum its
// weight is exactly 0.
#define LOWEST (-3.4e38f)
#define OUTSIDE __uint_as_float(0xff800000u)

// exp(x) for x <= 0 or little more. Where products are rounded, so may it be: by 2^-22 or so.
template <int P>
__device__ inline float exponential(float x) {
#ifdef __CUDACC__
  return P == FLOAT32 ? expf(x) : __expf(x);
#else
  return expf(x);
#endif
}
