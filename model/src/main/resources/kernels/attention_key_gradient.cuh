// The gradients of one hash round's keys and values, from all queries that see them.

#include "attention_gradient.cuh"

// The queries of a tile's columns, from unwrapped entry first on.
template <int N>
struct QueryColumns {
  int* positions;
  int* firsts;
  int* buckets;
  float* maxima;
  float* inverseSums;
  float* means;

  __device__ explicit QueryColumns(SharedMemory& memory)
      : positions(memory.take<int>(N)),
        firsts(memory.take<int>(N)),
        buckets(memory.take<int>(N)),
        maxima(memory.take<float>(N)),
        inverseSums(memory.take<float>(N)),
        means(memory.take<float>(N)) {}

  // Begins and ends with the block in step; tile has the positions of its columns then.
  template <typename Tile>
  __device__ void load(
      const Attention& a, const Seen& seen, Tile& tile, MarkedSide& marked, int entry, int end) {
    __syncthreads();
    if (threadIdx.x < N) {
      int i = threadIdx.x;
      Query query = entry + i < end ? queryAt(a, entry + i) : noQuery();
      Softmax softmax = softmaxOf(seen, query.position);
      positions[i] = query.position;
      firsts[i] = query.first;
      buckets[i] = query.bucket;
      maxima[i] = softmax.maximum;
      inverseSums[i] = softmax.inverseSum;
      means[i] = softmax.mean;
      tile.columnPositions[i] = query.position;
      marked.load(a, i, entry + i, query.first, query.position);
    }
    __syncthreads();
  }

  __device__ Query at(int i) const { return {positions[i], firsts[i], buckets[i]}; }

  __device__ Softmax softmax(int i) const { return {maxima[i], inverseSums[i], means[i]}; }
};

template <int P, int D, bool SLICED>
struct KeyGradient {
  typedef Product<P> Products;
  static const int N = TileColumns<P, D, true>::OF;
  static const int ROWS = Products::ROWS;
  typedef Tiles<P, D, N, SLICED, 2> Tile;

  const Attention& a;
  Tile tile;
  QueryColumns<N> queries;
  Marks<TILE_ROWS, N> marks;
  Key keys[ROWS];
  int firstEntry;
  float along[ROWS];
  typename Tile::Out gradKeys;
  typename Tile::Out gradValues;

  __device__ KeyGradient(const Attention& attention, SharedMemory& memory)
      : a(attention), tile(memory), queries(memory), marks(a, memory) {}

  __device__ void run(
      const Head& head, const Seen& seen, const Rows& intoKeys, const Rows& intoValues,
      int slice) {
    Rows rows[2] = {head.keys, head.values};
    Rows columns[2] = {head.queries, seen.gradOut};
    Span span = loadKeys();
    tile.gatherAllRows(rows, a.depth);
    clear(gradKeys);
    clear(gradValues);
    for (int first = span.first; first < span.end; first += N) {
      queries.load(a, seen, tile, marks.columns, first, span.end);
      marks.template fill<false>(a);
      tile.gatherAllColumns(columns, a.depth);
      typename Tile::Scores scores[2];
      tile.multiply(scores, rows, columns, a.depth);
      takeGradients(scores[0], scores[1]);
      tile.gatherSlice(0, head.queries, slice, a.depth);
      tile.gatherSlice(1, seen.gradOut, slice, a.depth);
      tile.addWeighted(gradValues, scores[0], 1);
      tile.addWeighted(gradKeys, scores[1], 0);
    }
    add(head.keys, intoKeys, intoValues, slice);
  }

 private:
  __device__ Span loadKeys() {
    firstEntry = a.round * a.length + blockIdx.x * TILE_ROWS;
    int end = min(firstEntry + TILE_ROWS, (a.round + 1) * a.length);
    if (threadIdx.x < TILE_ROWS) {
      int entry = firstEntry + threadIdx.x;
      int position = entry < end ? keyAt(a, entry).position : -1;
      tile.rowPositions[threadIdx.x] = position;
      marks.rows.load(a, threadIdx.x, entry, 0, position);
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      int entry = firstEntry + Tile::row(i);
      keys[i] = entry < end ? keyAt(a, entry) : noKey();
      along[i] = 0;
    }
    __syncthreads();
    return queriesOf(a, firstEntry, end);
  }

  // From products to weights, and from gradients of weights to gradients of scores.
  __device__ void takeGradients(typename Tile::Scores& scores, typename Tile::Scores& gradients) {
#pragma unroll
    for (int j = 0; j < N / Products::SHARE; j++) {
      int column = Products::scoreColumn(j);
      Query query = queries.at(column);
      Softmax softmax = queries.softmax(column);
#pragma unroll
      for (int i = 0; i < ROWS; i++) {
        int entry = firstEntry + Tile::row(i);
        float score = scores[i][j] * keys[i].scale;
        Pair pair = {0, 0};
        if (keys[i].position >= 0 && inWindow(a, query, entry)) {
          float times = marks.times(a, Tile::row(i), column);
          float kept = marks.kept(a, Tile::row(i), column);
          pair = pairGradient<P>(a, query, softmax, keys[i], score, gradients[i][j], times, kept);
        }
        // Rounded as it will be in the product, or the gradient would not stay at a right angle to
        // its key where that is to be.
        gradients[i][j] = Format<P>::rounded(pair.gradScore);
        along[i] += gradients[i][j] * score;
        scores[i][j] = pair.weight;
      }
    }
  }

  // A shared key is its query times r, its scale, so g = r * sum of dS query is not all: the whole
  // gradient is g - r^2 (key . g) key, and key . g is the sum of dS score.
  __device__ void add(
      const Rows& from, const Rows& intoKeys, const Rows& intoValues, int slice) {
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      float r = keys[i].scale;
      float correction = a.shared ? r * r * Tile::sumOfRow(along[i]) : 0;
      const float* key = from.at(max(keys[i].position, 0)) + slice * D;
#pragma unroll
      for (int j = 0; j < D / Products::SHARE; j++) {
        int d = Products::outColumn(j);
        float own = slice * D + d < a.depth ? key[d] : 0;
        gradKeys[i][j] = r * gradKeys[i][j] - correction * own;
      }
      tile.addRow(intoKeys, keys[i].position, slice, a.depth, gradKeys[i]);
      tile.addRow(intoValues, keys[i].position, slice, a.depth, gradValues[i]);
    }
  }
};
