// The dropout mask of attention, made where it is needed, or read: a function of an order entry and a place in its window.

#include "random.cuh"

// Without kept, drops an element where the upper 52 random bits of (firstRow + entry) * stride + place are below a bound;
// a bound of 0 drops nothing. With kept, which has a bit for every element (entry, place) of rows of stride bits, drops
// where the bit is 0. The others are multiplied by factor.
struct AttentionDropout {
  unsigned long long key;
  long long firstRow;
  long long stride;
  unsigned long long below;
  float factor;
  const unsigned* kept;

  __device__ bool drops() const { return kept || below > 0; }

  // entry: of the order, wrapped. place: beyond the window for pairs of a tile that do not see each other.
  __device__ bool keeps(int entry, int place) const {
    long long element = (firstRow + entry) * stride + place;
    if (kept) {
      return place >= 0 && place < stride && (kept[element >> 5] >> (element & 31) & 1);
    }
    return (counter_bits(key, element) >> 12) >= below;
  }
};
