// A stable sort by small keys, least significant digit of 8 bits first. A warp has a run of consecutive entries: it
// counts the digits of its run, the counts of all runs are summed up digit by digit, and then the warp puts its entries
// at the places that are its own. So every place is known before anything is written, and the order is that of the
// entries. Two digits of 2 M keys move 64 MB: 20 us on an H100.
#include "launch.cuh"

constexpr int DIGITS = 256;
constexpr int WARPS = 4;

__device__ inline int digit_of(const int* keys, const int* order, int entry, int shift) {
  return keys[order == nullptr ? entry : order[entry]] >> shift & (DIGITS - 1);
}

// counts[digit][run]: how many entries of the run have the digit; order null: entries as they lie
extern "C" __global__ void countDigits(const int* keys, const int* order, int length, int shift, int runLength, int runs, int* counts) {
  __shared__ int histogram[WARPS][DIGITS];
  int run = blockIdx.x * WARPS + warp_index();
  int* own = histogram[warp_index()];
  for (int digit = lane_index(); digit < DIGITS; digit += 32) own[digit] = 0;
  __syncwarp();
  if (run < runs) {
    int end = min(length, (run + 1) * runLength);
    for (int entry = run * runLength + lane_index(); entry < end; entry += 32) atomicAdd(&own[digit_of(keys, order, entry, shift)], 1);
  }
  __syncwarp();
  for (int digit = lane_index(); run < runs && digit < DIGITS; digit += 32) counts[digit * runs + run] = own[digit];
}

// counts become the sums of all counts before them: one block, which goes along them
extern "C" __global__ void sumCounts(int* counts, int length) {
  __shared__ int perWarp[32];
  int before = 0;
  for (int first = 0; first < length; first += blockDim.x) {
    int at = first + threadIdx.x;
    int own = at < length ? counts[at] : 0;
    int sum = own;
    for (int distance = 1; distance < 32; distance *= 2) {
      int other = __shfl_up_sync(FULL_WARP, sum, distance);
      sum += lane_index() >= distance ? other : 0;
    }
    if (lane_index() == 31) perWarp[warp_index()] = sum;
    __syncthreads();
    int all = 0;
    for (int warp = 0; warp < block_warps(); warp++) {
      sum += warp < warp_index() ? perWarp[warp] : 0;
      all += perWarp[warp];
    }
    if (at < length) counts[at] = before + sum - own;
    before += all;
    __syncthreads();
  }
}

// sorted[place] = the entry, for places that start at counts[digit][run]
extern "C" __global__ void placeEntries(const int* keys, const int* order, int length, int shift, int runLength, int runs, const int* counts, int* sorted) {
  __shared__ int next[WARPS][DIGITS];
  int run = blockIdx.x * WARPS + warp_index();
  if (run >= runs) return;
  int* own = next[warp_index()];
  for (int digit = lane_index(); digit < DIGITS; digit += 32) own[digit] = counts[digit * runs + run];
  __syncwarp();
  int end = min(length, (run + 1) * runLength);
  for (int first = run * runLength; first < end; first += 32) {
    int entry = first + lane_index();
    // Lanes beyond the end are alone with a digit that none has.
    int digit = entry < end ? digit_of(keys, order, entry, shift) : DIGITS + lane_index();
    uint32 same = __match_any_sync(FULL_WARP, digit);
    int before = __popc(same & ((1u << lane_index()) - 1));
    int place = entry < end ? own[digit] + before : 0;
    __syncwarp();
    if (entry < end) {
      sorted[place] = order == nullptr ? entry : order[entry];
      if (before == 0) own[digit] += __popc(same);
    }
    __syncwarp();
  }
}

// from[key], to[key]: where the entries of a key begin and end in the sorted order; only of keys that occur
extern "C" __global__ void findSegments(const int* keys, const int* order, int length, int* from, int* to) {
  for (long long i = global_thread(); i < length; i += all_threads()) {
    int key = keys[order[i]];
    if (i == 0 || keys[order[i - 1]] != key) from[key] = static_cast<int>(i);
    if (i + 1 == length || keys[order[i + 1]] != key) to[key] = static_cast<int>(i) + 1;
  }
}

// table[row] += x[order[i]] for the segment of the row, in the order of i; blockDim.x columns a block
extern "C" __global__ void addSegments(const float* x, int strideX, const int* order, const int* from, const int* to, float* table, int strideTable, int columns) {
  int row = blockIdx.x;
  int column = blockIdx.y * blockDim.x + threadIdx.x;
  if (column >= columns || from[row] == to[row]) return;
  float* target = table + static_cast<long long>(row) * strideTable + column;
  float sum = *target;
  for (int i = from[row]; i < to[row]; i++) sum += x[static_cast<long long>(order[i]) * strideX + column];
  *target = sum;
}

// values = value
extern "C" __global__ void fillIntegers(int* values, int length, int value) {
  for (long long i = global_thread(); i < length; i += all_threads()) values[i] = value;
}

// chunks[order[i]] = i div chunkLength
extern "C" __global__ void numberChunks(const int* order, int length, int chunkLength, int* chunks) {
  for (long long i = global_thread(); i < length; i += all_threads()) chunks[order[i]] = static_cast<int>(i / chunkLength);
}
