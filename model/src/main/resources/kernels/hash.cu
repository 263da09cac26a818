// Hash buckets: the largest of [s, -s] for every factor, s being the products with the rotations, and their packing.
#include "launch.cuh"

// One warp for a position and round: buckets[round * length + first + t] = round * total + bucket. A product that was
// equal to another one is not chosen if it comes later, as in the reference. Bound by reading the products once.
extern "C" __global__ void hashBuckets(const float* products, int rounds, int halves, const int* factors, int factorCount, int total, const int* mask, int first, int rows, int length, int* buckets) {
  long long all = static_cast<long long>(rows) * rounds;
  for (long long number = global_thread() / 32; number < all; number += all_threads() / 32) {
    int t = static_cast<int>(number / rounds), round = static_cast<int>(number % rounds);
    const float* s = products + (static_cast<long long>(t) * rounds + round) * halves;
    int bucket = 0, radix = 1;
    for (int f = 0; f < factorCount; f++) {
      int count = factors[f] / 2;
      float best = -3e38f;
      int where = 0;
      for (int candidate = lane_index(); candidate < 2 * count; candidate += 32) {
        float value = candidate < count ? s[candidate] : -s[candidate - count];
        if (value > best) best = value, where = candidate;
      }
      for (int distance = 16; distance > 0; distance /= 2) {
        float other = __shfl_xor_sync(FULL_WARP, best, distance);
        int there = __shfl_xor_sync(FULL_WARP, where, distance);
        if (other > best || (other == best && there < where)) best = other, where = there;
      }
      bucket += radix * where;
      radix *= factors[f];
      s += count;
    }
    if (mask != nullptr && mask[first + t] == 0) bucket = total - 1;
    if (lane_index() == 0) buckets[static_cast<long long>(round) * length + first + t] = round * total + bucket;
  }
}

// Two buckets a word, without the offset of their round, the lower half first.
extern "C" __global__ void packBuckets(const int* buckets, int entries, int length, int total, uint32* packed) {
  long long words = (static_cast<long long>(entries) + 1) / 2;
  for (long long word = global_thread(); word < words; word += all_threads()) {
    int low = static_cast<int>(2 * word), high = low + 1;
    uint32 value = buckets[low] - low / length * total;
    if (high < entries) value |= static_cast<uint32>(buckets[high] - high / length * total) << 16;
    packed[word] = value;
  }
}

extern "C" __global__ void unpackBuckets(const uint32* packed, int entries, int length, int total, int* buckets) {
  for (long long entry = global_thread(); entry < entries; entry += all_threads()) {
    uint32 word = packed[entry / 2];
    int bucket = entry % 2 == 0 ? word & 0xFFFF : word >> 16;
    buckets[entry] = bucket + static_cast<int>(entry / length) * total;
  }
}
