// What a block knows of its queries and keys, where rows are queries and columns are keys.

#include "attention_marks.cuh"
#include "attention_tile.cuh"

// Queries, keys and values of one head, or what is added to their gradients.
struct Head {
  Rows queries;
  Rows keys;
  Rows values;
};

// The queries that a thread has rows of.
template <typename Tile>
struct QueryRows {
  int firstEntry;
  int end;
  Query at[Tile::Products::ROWS];

  // Ends with the block in step; tile has the positions of its rows then.
  __device__ void load(const Attention& a, Tile& tile, MarkedSide& marked) {
    firstEntry = a.round * a.length + blockIdx.x * TILE_ROWS;
    end = min(firstEntry + TILE_ROWS, (a.round + 1) * a.length);
    if (threadIdx.x < TILE_ROWS) {
      int entry = firstEntry + threadIdx.x;
      Query query = entry < end ? queryAt(a, entry) : noQuery();
      tile.rowPositions[threadIdx.x] = query.position;
      marked.load(a, threadIdx.x, entry, query.first, query.position);
    }
#pragma unroll
    for (int i = 0; i < Tile::Products::ROWS; i++) {
      int entry = firstEntry + Tile::row(i);
      at[i] = entry < end ? queryAt(a, entry) : noQuery();
    }
    __syncthreads();
  }

  __device__ Span keys(const Attention& a) const { return keysOf(a, firstEntry, end); }
};

// The keys of a tile's columns, from unwrapped entry first on.
template <int N>
struct KeyColumns {
  int* positions;
  int* froms;
  int* buckets;
  float* scales;
  int first;

  __device__ explicit KeyColumns(SharedMemory& memory)
      : positions(memory.take<int>(N)),
        froms(memory.take<int>(N)),
        buckets(memory.take<int>(N)),
        scales(memory.take<float>(N)) {}

  // Begins and ends with the block in step; tile has the positions of its columns then.
  template <typename Tile>
  __device__ void load(
      const Attention& a, Tile& tile, MarkedSide& marked, int entry, int end) {
    __syncthreads();
    first = entry;
    if (threadIdx.x < N) {
      int i = threadIdx.x;
      Key key = entry + i < end ? keyAt(a, entry + i) : noKey();
      positions[i] = key.position;
      froms[i] = key.from;
      buckets[i] = key.bucket;
      scales[i] = key.scale;
      tile.columnPositions[i] = key.position;
      marked.load(a, i, entry + i, 0, key.position);
    }
    __syncthreads();
  }

  __device__ Key at(int i) const { return {positions[i], froms[i], buckets[i], scales[i]}; }
};
