// The gradient of chunk attention, with scores computed anew (Kernels.addAttendGradient). All hash
// rounds share p = exp(score - maximum) / sum and dS = p (dropout (gradOut . value) - mean), with
// mean = gradOut . out; docs/derivations/lsh-attention.md, section 5.
//
// A block of queries sums up what it gives to itself, a block of keys what all queries that see it
// give to it. So scores are made twice, 7 products instead of 5, and nothing that several blocks
// write has to be kept or added up: every sum has one owner and one order.

#include "attention_keys.cuh"

// What the backward pass starts from; means: [length], gradOut . out.
struct Seen {
  Rows gradOut;
  Rows normalizer;
  const float* means;
};

// A query's own numbers. One that is none has weights of 0.
struct Softmax {
  float maximum;
  float inverseSum;
  float mean;
};

__device__ inline Softmax softmaxOf(const Seen& seen, int position) {
  if (position < 0) {
    return {0, 0, 0};
  }
  const float* pair = seen.normalizer.at(position);
  return {pair[0], 1 / pair[1], seen.means[position]};
}

// Of one query and one key: the weight with dropout, and the gradient of the score.
struct Pair {
  float weight;
  float gradScore;
};

// score: query . key, scaled. gradWeight: gradOut . value. times: how often the key is seen.
template <int P>
__device__ inline Pair pairGradient(
    const Attention& a, const Query& query, const Softmax& softmax, const Key& key, float score,
    float gradWeight, float times, float kept) {
  if (!isVisible(a, query, key)) {
    float replaced = exponential<P>(replacement(a, query, key) - softmax.maximum);
    return {replaced * softmax.inverseSum * kept, 0};
  }
  float p = exponential<P>(score - softmax.maximum) * softmax.inverseSum / times;
  return {p * kept, p * (kept * gradWeight - softmax.mean)};
}

// += the gradient of one round's queries, from the keys of their windows.
template <int P, int D, bool SLICED>
struct QueryGradient {
  typedef Product<P> Products;
  static const int N = TileColumns<P, D, true>::OF;
  static const int ROWS = Products::ROWS;
  typedef Tiles<P, D, N, SLICED, 2> Tile;

  const Attention& a;
  Tile tile;
  KeyColumns<N> keys;
  Marks<TILE_ROWS, N> marks;
  QueryRows<Tile> queries;
  Softmax softmax[ROWS];
  typename Tile::Out gradient;

  __device__ QueryGradient(const Attention& attention, SharedMemory& memory)
      : a(attention), tile(memory), keys(memory), marks(a, memory) {}

  __device__ void run(const Head& head, const Seen& seen, const Rows& into, int slice) {
    Rows rows[2] = {head.queries, seen.gradOut};
    Rows columns[2] = {head.keys, head.values};
    queries.load(a, tile, marks.rows);
    tile.gatherAllRows(rows, a.depth);
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      softmax[i] = softmaxOf(seen, queries.at[i].position);
    }
    clear(gradient);
    Span span = queries.keys(a);
    for (int first = span.first; first < span.end; first += N) {
      keys.load(a, tile, marks.columns, first, span.end);
      marks.template fill<true>(a);
      tile.gatherAllColumns(columns, a.depth);
      typename Tile::Scores scores[2];
      tile.multiply(scores, rows, columns, a.depth);
      takeGradients(scores[0], scores[1]);
      tile.gatherSlice(0, head.keys, slice, a.depth);
      tile.addWeighted(gradient, scores[0], 0);
    }
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
      tile.addRow(into, queries.at[i].position, slice, a.depth, gradient[i]);
    }
  }

 private:
  // From products to dS times the key's scale.
  __device__ void takeGradients(
      typename Tile::Scores& scores, const typename Tile::Scores& gradWeights) {
#pragma unroll
    for (int j = 0; j < N / Products::SHARE; j++) {
      int column = Products::scoreColumn(j);
      Key key = keys.at(column);
#pragma unroll
      for (int i = 0; i < ROWS; i++) {
        const Query& query = queries.at[i];
        float score = scores[i][j] * key.scale;
        Pair pair = {0, 0};
        if (inWindow(a, query, keys.first + column)) {
          float times = marks.times(a, Tile::row(i), column);
          float kept = marks.kept(a, Tile::row(i), column);
          pair = pairGradient<P>(
              a, query, softmax[i], key, score, gradWeights[i][j], times, kept);
        }
        scores[i][j] = pair.gradScore * key.scale;
      }
    }
  }
};
