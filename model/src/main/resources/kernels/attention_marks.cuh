// What takes long to find out about a query and a key, found out for a whole tile of pairs at once,
// in a loop that stays a loop: how often the query sees the key, and whether dropout keeps it.

#include "attention_problem.cuh"

// One side of a tile: its entries, where the windows of queries begin, and chunks and hash buckets
// in every round, [rounds][count] each. Empty where no marks are needed.
struct MarkedSide {
  int count;
  int* entries;
  int* firsts;
  int* chunks;
  int* buckets;

  __device__ MarkedSide(const Attention& a, SharedMemory& memory, int positions)
      : count(positions) {
    int marked = a.chunks || a.dropout.drops() ? count : 0;
    int hashed = a.chunks ? a.rounds * count : 0;
    entries = memory.take<int>(marked);
    firsts = memory.take<int>(marked);
    chunks = memory.take<int>(hashed);
    buckets = memory.take<int>(hashed);
  }

  // The i-th is at an unwrapped entry; position is -1 for none, first is of no use for a key.
  __device__ void load(const Attention& a, int i, int entry, int first, int position) {
    if (a.chunks || a.dropout.drops()) {
      entries[i] = entry;
      firsts[i] = first;
    }
    for (int round = 0; a.chunks && round < a.rounds; round++) {
      int at = round * a.length + max(position, 0);
      chunks[round * count + i] = a.chunks[at];
      buckets[round * count + i] = a.buckets ? a.buckets[at] : 0;
    }
  }
};

// How often a query sees a key, over all windows of all rounds (SeenTimes).
__device__ inline int seenTimes(
    const Attention& a, const MarkedSide& queries, int query, const MarkedSide& keys, int key) {
  int chunksPerRound = a.length / a.chunkLength;
  int back = (a.before + chunksPerRound - 1) / chunksPerRound;
  int ahead = (a.after + chunksPerRound - 1) / chunksPerRound;
  int times = 0;
  for (int round = 0; round < a.rounds; round++) {
    int queryAt = round * queries.count + query;
    for (int other = round - back; other <= round + ahead; other++) {
      int turn = floorDivide(other, a.rounds);
      int keyRound = other - turn * a.rounds;
      int keyAt = keyRound * keys.count + key;
      int shift = turn * a.rounds * chunksPerRound;
      int distance = keys.chunks[keyAt] + shift - queries.chunks[queryAt] + a.before;
      bool together =
          !a.buckets || (keyRound == round && keys.buckets[keyAt] == queries.buckets[queryAt]);
      times += together && (unsigned)distance <= (unsigned)(a.before + a.after);
    }
  }
  return times;
}

// Of ROWS rows and N columns; rows are padded so that the rows of a warp lie in different banks.
template <int ROWS, int N>
struct Marks {
  static const int STRIDE = N + 8;
  static const int KEPT = 1;
  static const int TIMES = 2;

  MarkedSide rows;
  MarkedSide columns;
  unsigned short* marks;

  __device__ Marks(const Attention& a, SharedMemory& memory)
      : rows(a, memory, ROWS), columns(a, memory, N) {
    marks = memory.take<unsigned short>(a.chunks || a.dropout.drops() ? ROWS * STRIDE : 0);
  }

  // After both sides have been loaded by the block.
  template <bool QUERIES_ARE_ROWS>
  __device__ void fill(const Attention& a) {
    if (!a.chunks && !a.dropout.drops()) {
      return;
    }
    const MarkedSide& queries = QUERIES_ARE_ROWS ? rows : columns;
    const MarkedSide& keys = QUERIES_ARE_ROWS ? columns : rows;
#pragma unroll 1
    for (int pair = threadIdx.x; pair < ROWS * N; pair += blockDim.x) {
      int query = QUERIES_ARE_ROWS ? pair / N : pair % N;
      int key = QUERIES_ARE_ROWS ? pair % N : pair / N;
      int times = a.chunks ? seenTimes(a, queries, query, keys, key) : 1;
      int place = placeInWindow(a, queries.firsts[query], keys.entries[key]);
      bool kept = !a.dropout.drops()
          || a.dropout.keeps(wrapped(a, queries.entries[query]), place);
      marks[pair / N * STRIDE + pair % N] = times * TIMES + (kept ? KEPT : 0);
    }
  }

  __device__ float times(const Attention& a, int row, int column) const {
    return a.chunks ? (float)(marks[row * STRIDE + column] / TIMES) : 1;
  }

  // Dropout's factor.
  __device__ float kept(const Attention& a, int row, int column) const {
    if (!a.dropout.drops()) {
      return 1;
    }
    return marks[row * STRIDE + column] % TIMES == KEPT ? a.dropout.factor : 0;
  }
};
