// The dropout mask of attention, made where it is needed: a function of an order entry and a place in
// its window. The generator is CounterRandom's, the same bits.

// Drops an element where the upper 52 random bits of (firstRow + entry) * stride + place are below a
// bound; the others are multiplied by factor. A bound of 0 drops nothing.
struct AttentionDropout {
  uint64 key;
  long long firstRow;
  long long stride;
  uint64 below;
  float factor;

  __device__ bool drops() const { return below > 0; }

  __device__ bool keeps(int entry, int place) const {
    return (bits((firstRow + entry) * stride + place) >> 12) >= below;
  }

 private:
  __device__ uint64 bits(uint64 element) const {
    return mix(mix(key + element * 0x9E3779B97F4A7C15ull) ^ (key * 0xD1342543DE82EF95ull));
  }

  static __device__ uint64 mix(uint64 z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
};
