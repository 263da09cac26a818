// A stable sort by small keys, least significant digit first; the host chooses digits of at most 10 bits so that passes
// are few and digits as small as they can be. A warp has a run of consecutive entries: it counts the digits of its run,
// the counts of all runs are summed up digit by digit, and then the warp puts its entries at the places that are its
// own. So every place is known before anything is written, and the order is that of the entries. One pass over 65,536
// entries with 512 keys moves 2 MB, most of it counts: three launches are the floor, about 10 us on an H100.
#include "launch.cuh"

constexpr int WARPS = 4;
constexpr int DIGIT_BITS = 11;  // of 1,024 digits and 32 more

__device__ inline int digit_of(const int* keys, const int* order, int entry, int shift, int digits) {
  return keys[order == nullptr ? entry : order[entry]] >> shift & (digits - 1);
}

// The lanes of the warp that have this digit, which may be one of 32 more than there are digits.
__device__ inline uint32 same_digit(int digit) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 700
  return __match_any_sync(FULL_WARP, digit);
#else  // GPUs before Volta have no such instruction: bit by bit
  uint32 same = FULL_WARP;
  for (int bit = 0; bit < DIGIT_BITS; bit++) {
    bool set = digit >> bit & 1;
    uint32 with = __ballot_sync(FULL_WARP, set);
    same &= set ? with : ~with;
  }
  return same;
#endif
}

// counts[digit][run]: how many entries of the run have the digit; order null: entries as they lie. The block's dynamic
// shared memory holds [WARPS][digits] integers, as that of placeEntries does.
extern "C" __global__ void countDigits(const int* keys, const int* order, int length, int shift, int digits, int runLength, int runs, int* counts) {
  DYNAMIC_SHARED(int, histogram);
  int firstRun = blockIdx.x * WARPS;
  int run = firstRun + warp_index();
  int* own = histogram + warp_index() * digits;
  for (int digit = lane_index(); digit < digits; digit += 32) own[digit] = 0;
  __syncwarp();
  if (run < runs) {
    int end = min(length, (run + 1) * runLength);
    for (int entry = run * runLength + lane_index(); entry < end; entry += 32) atomicAdd(&own[digit_of(keys, order, entry, shift, digits)], 1);
  }
  __syncthreads();
  // The runs of a block lie side by side, so that they share the sectors they write.
  for (int i = threadIdx.x; i < WARPS * digits; i += blockDim.x) {
    int digit = i / WARPS, warp = i % WARPS;
    if (firstRun + warp < runs) counts[digit * runs + firstRun + warp] = histogram[warp * digits + digit];
  }
}

// The sum of the lanes before this one and itself.
__device__ inline int warp_prefix(int value) {
  for (int distance = 1; distance < 32; distance *= 2) {
    int other = __shfl_up_sync(FULL_WARP, value, distance);
    value += lane_index() >= distance ? other : 0;
  }
  return value;
}

// One block for a digit: counts[digit][run] becomes the sum of the runs before it, totals[digit] the sum of all.
extern "C" __global__ void sumRuns(int* counts, int runs, int* totals) {
  __shared__ int perWarp[32];
  int* own = counts + static_cast<long long>(blockIdx.x) * runs;
  int before = 0;
  for (int first = 0; first < runs; first += blockDim.x) {
    int at = first + threadIdx.x;
    int count = at < runs ? own[at] : 0;
    int sum = warp_prefix(count);
    if (lane_index() == 31) perWarp[warp_index()] = sum;
    __syncthreads();
    int all = 0;
    for (int warp = 0; warp < block_warps(); warp++) {
      sum += warp < warp_index() ? perWarp[warp] : 0;
      all += perWarp[warp];
    }
    if (at < runs) own[at] = before + sum - count;
    before += all;
    __syncthreads();
  }
  if (threadIdx.x == 0) totals[blockIdx.x] = before;
}

// sorted[place] = the entry; the places of a digit in a run start at the totals of the digits before it plus
// counts[digit][run]
extern "C" __global__ void placeEntries(const int* keys, const int* order, int length, int shift, int digits, int runLength, int runs, const int* counts, const int* totals, int* sorted) {
  DYNAMIC_SHARED(int, next);
  int run = blockIdx.x * WARPS + warp_index();
  if (run >= runs) return;
  int* own = next + warp_index() * digits;
  int before = 0;
  for (int first = 0; first < digits; first += 32) {
    int digit = first + lane_index();
    int total = digit < digits ? totals[digit] : 0;
    int sum = warp_prefix(total);
    if (digit < digits) own[digit] = before + sum - total + counts[digit * runs + run];
    before += __shfl_sync(FULL_WARP, sum, 31);
  }
  __syncwarp();
  int end = min(length, (run + 1) * runLength);
  for (int first = run * runLength; first < end; first += 32) {
    int entry = first + lane_index();
    // Lanes beyond the end are alone with a digit that none has.
    int digit = entry < end ? digit_of(keys, order, entry, shift, digits) : digits + lane_index();
    uint32 same = same_digit(digit);
    int ahead = __popc(same & ((1u << lane_index()) - 1));
    int place = entry < end ? own[digit] + ahead : 0;
    __syncwarp();
    if (entry < end) {
      sorted[place] = order == nullptr ? entry : order[entry];
      if (ahead == 0) own[digit] += __popc(same);
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

// table[row] += x[order[i]] for the segment of the row, in the order of i; blockDim.x columns a block. A frequent row has
// a long segment and one block: that block keeps AHEAD rows on their way, else it would wait for each of them.
extern "C" __global__ void addSegments(const float* x, int strideX, const int* order, const int* from, const int* to, float* table, int strideTable, int columns) {
  constexpr int AHEAD = 16;
  int row = blockIdx.x;
  int column = blockIdx.y * blockDim.x + threadIdx.x;
  int i = from[row], end = to[row];
  if (column >= columns || i == end) return;
  float* target = table + static_cast<long long>(row) * strideTable + column;
  float sum = *target;
  for (; i + AHEAD <= end; i += AHEAD) {
    float terms[AHEAD];
#pragma unroll
    for (int k = 0; k < AHEAD; k++) terms[k] = x[static_cast<long long>(order[i + k]) * strideX + column];
#pragma unroll
    for (int k = 0; k < AHEAD; k++) sum += terms[k];
  }
  for (; i < end; i++) sum += x[static_cast<long long>(order[i]) * strideX + column];
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
