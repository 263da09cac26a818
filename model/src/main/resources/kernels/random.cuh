// io.palindrome.model.random.CounterRandom, bit by bit, and the masks that are made from it.

__device__ inline unsigned long long counter_mix(unsigned long long z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

__device__ inline unsigned long long counter_bits(unsigned long long key, unsigned long long element) {
  return counter_mix(counter_mix(key + element * 0x9E3779B97F4A7C15ull) ^ (key * 0xD1342543DE82EF95ull));
}

// A dropout mask: nothing (threshold 0), or made from the generator, or read from a matrix of factors, whose stride is 0
// where it has one factor for a row.
struct DropoutMask {
  unsigned long long key;
  long long firstRow, stride;
  unsigned long long threshold;
  float kept;
  const float* factors;

  // The factor of element (row, column): 0 where the generator's upper 52 bits are below the threshold.
  __device__ float scale(long long row, int column) const {
    if (factors != nullptr) return factors[stride == 0 ? row : row * stride + column];
    if (threshold == 0) return 1;
    unsigned long long bits = counter_bits(key, static_cast<unsigned long long>((firstRow + row) * stride + column));
    return bits >> 12 < threshold ? 0 : kept;
  }
};
