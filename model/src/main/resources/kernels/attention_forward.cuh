// out and normalizer of one hash round's queries (Kernels.attend); rounds follow each other.
//
// Online softmax (Milakov and Gimelshein 2018; Dao et al. 2022, algorithm 1): what was seen so far
// is (maximum, sum, weighted values). Between rounds it rests in normalizer and out.

#include "attention_keys.cuh"

template <int P, int D, bool SLICED>
struct Forward {
  typedef Product<P> Products;
  static const int N = TileColumns<P, D, false>::OF;
  static const int ROWS = Products::ROWS;
  static const int SCORES = N / Products::SHARE;
  typedef Tiles<P, D, N, SLICED, 1> Tile;

  const Attention& a;
  Tile tile;
  KeyColumns<N> keys;
  Marks<TILE_ROWS, N> marks;
  QueryRows<Tile> queries;
  float maximum[ROWS];
  float sum[ROWS];
  typename Tile::Out out;

  __device__ Forward(const Attention& attention, SharedMemory& memory)
      : a(attention), tile(memory), keys(memory), marks(a, memory) {}

  // slice: of the features of out, D each.
  __device__ void run(const Head& head, const Rows& into, const Rows& normalizer, int slice) {
    queries.load(a, tile, marks.rows);
    if (!SLICED) {
      tile.gatherRows(0, head.queries, 0, a.depth);
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      maximum[i] = LOWEST;
      sum[i] = 0;
    }
    clear(out);
    Span span = queries.keys(a);
    for (int first = span.first; first < span.end; first += N) {
      keys.load(a, tile, marks.columns, first, span.end);
      marks.template fill<true>(a);
      if (!SLICED) {
        tile.gatherColumns(0, head.keys, 0, a.depth);
      }
      tile.gatherColumns(1, head.values, slice * D, a.depth);
      __syncthreads();
      typename Tile::Scores scores[1];
      tile.multiply(scores, &head.queries, &head.keys, a.depth);
      takeScores(scores[0]);
      takeWeights(scores[0]);
      tile.addWeighted(out, scores[0], 1);
    }
    joinRounds(into, normalizer, slice * D);
  }

 private:
  // From products to scores; the maxima, and what depends on them, follow.
  __device__ void takeScores(typename Tile::Scores& scores) {
    float highest[ROWS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      highest[i] = maximum[i];
    }
#pragma unroll
    for (int j = 0; j < SCORES; j++) {
      int column = Products::scoreColumn(j);
      Key key = keys.at(column);
#pragma unroll
      for (int i = 0; i < ROWS; i++) {
        scores[i][j] = score(scores[i][j], i, key, column);
        highest[i] = fmaxf(highest[i], scores[i][j]);
      }
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      float joint = Tile::maximumOfRow(highest[i]);
      float factor = exponential<P>(maximum[i] - joint);
      maximum[i] = joint;
      sum[i] *= factor;
#pragma unroll
      for (int j = 0; j < D / Products::SHARE; j++) {
        out[i][j] *= factor;
      }
    }
  }

  __device__ float score(float product, int i, const Key& key, int column) {
    const Query& query = queries.at[i];
    if (!inWindow(a, query, keys.first + column)) {
      return OUTSIDE;
    }
    if (!isVisible(a, query, key)) {
      return replacement(a, query, key);
    }
    float score = product * key.scale;
    return a.chunks ? score - logf(marks.times(a, Tile::row(i), column)) : score;
  }

  // exp(score - maximum), summed up, then with dropout.
  __device__ void takeWeights(typename Tile::Scores& scores) {
#pragma unroll
    for (int j = 0; j < SCORES; j++) {
#pragma unroll
      for (int i = 0; i < ROWS; i++) {
        float weight = exponential<P>(scores[i][j] - maximum[i]);
        sum[i] += weight;
        scores[i][j] = weight * marks.kept(a, Tile::row(i), Products::scoreColumn(j));
      }
    }
  }

  // Joins rows with what earlier rounds saw; after the last round values are divided by the sum.
  __device__ void joinRounds(const Rows& into, const Rows& normalizer, int feature) {
    bool last = a.round == a.rounds - 1;
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      int position = queries.at[i].position;
      bool seenBefore = position >= 0 && a.round > 0;
      float* pair = normalizer.at(max(position, 0));
      float before = seenBefore ? pair[0] : maximum[i];
      float joint = fmaxf(before, maximum[i]);
      float others = seenBefore ? expf(before - joint) : 0;
      float own = expf(maximum[i] - joint);
      float total = Tile::sumOfRow(sum[i]) * own + (seenBefore ? pair[1] * others : 0);
      __syncwarp();
      if (position >= 0 && Products::scoreColumn(0) == 0) {
        pair[0] = joint;
        pair[1] = total;
      }
      float* row = into.at(max(position, 0)) + feature;
      float scale = last ? 1 / total : 1;
#pragma unroll
      for (int j = 0; j < D / Products::SHARE; j++) {
        int d = Products::outColumn(j);
        if (position >= 0 && feature + d < a.depth) {
          row[d] = (out[i][j] * own + (seenBefore ? row[d] * others : 0)) * scale;
        }
      }
    }
  }
};
