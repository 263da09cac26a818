// The dropout mask of attention, made where it is needed: a function of an order entry and a place in its window.

#include "random.cuh"

// Drops an element where the upper 52 random bits of (firstRow + entry) * stride + place are below a
// bound; the others are multiplied by factor. A bound of 0 drops nothing.
struct AttentionDropout {
  unsigned long long key;
  long long firstRow;
  long long stride;
  unsigned long long below;
  float factor;

  __device__ bool drops() const { return below > 0; }

  __device__ bool keeps(int entry, int place) const {
    return (counter_bits(key, (firstRow + entry) * stride + place) >> 12) >= below;
  }
};
