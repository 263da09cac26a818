// Parameters and bodies of the kernels that attention_float32.cu, attention_tf32.cu and
// attention_bf16.cu name: for heads of up to 32, 64 and 128 features and, in slices of 64, of any
// number. A block of 128 threads has 64 entries of one hash round.
//
// What a block takes, in KiB of shared memory (64 features, no dropout, duplicates counted), and the
// registers of a thread that it is made for:
//
//                     float32   TF32   bf16   registers   blocks a multiprocessor (228 KiB)
//   attend               70      53     29       168                 3, 3, 3
//   attendQueryGradient  61      52     28       168                 3, 3, 3
//   attendKeyGradient    61      52     28       168                 3, 3, 3
//
// The floor of one head, position and hash round on an H100, for 64 features, chunks of 64 and one
// chunk before (a window of 128 keys). Bytes are those that no cache can save: every row once.
//
//              FLOP      bytes   67 TFLOP/s   495 TF32   990 bf16   3.35 TB/s
//   forward    32,768      790      0.49 ns    0.07 ns    0.03 ns    0.24 ns    q, v, out, order, (m, s)
//   backward  114,688    3,120      1.71 ns    0.23 ns    0.12 ns    0.93 ns    q, v, gradOut twice; 3 sums
//
// So float32 is bound by its multiplications, TF32 and bfloat16 by memory; a window is gathered from
// the second-level cache, 1,300 bytes forward. Where a window is everything, products are the bound.

#include "attention_forward.cuh"
#include "attention_key_gradient.cuh"

// What all of them are told (the fields of Attention and Head). slice: of the features of a result.
#define ATTENTION_PARAMETERS                                                                     \
  float *queries, int strideQueries, float *keys, int strideKeys, float *values,                 \
      int strideValues, const float *keyScales, float keyScale, const int *order,                \
      const int *keyMask, const int *buckets, const int *chunks, int length, int depth,          \
      int chunkLength, int before, int after, int everything, int rounds, int round, int causal, \
      int shared, uint64 dropoutKey, long long dropoutRow, long long dropoutStride,              \
      uint64 dropoutBelow, float dropoutFactor, const unsigned *dropoutKept, int slice,          \
      int sharedBytes

#define FORWARD_PARAMETERS \
  ATTENTION_PARAMETERS, float *out, int strideOut, float *normalizer, int strideNormalizer

#define SEEN_PARAMETERS                                                               \
  ATTENTION_PARAMETERS, float *gradOut, int strideGradOut, float *normalizer,         \
      int strideNormalizer, const float *means

#define QUERY_GRADIENT_PARAMETERS SEEN_PARAMETERS, float *into, int strideInto

#define KEY_GRADIENT_PARAMETERS \
  SEEN_PARAMETERS, float *intoKeys, int strideIntoKeys, float *intoValues, int strideIntoValues

// Lays out a block's shared memory; does nothing where that is less than the kernel needs.
template <typename Kernel, typename... Arguments>
__device__ inline void runIn(
    char* memory, int bytes, const Attention& attention, Arguments... arguments) {
  SharedMemory shared = {memory};
  Kernel kernel(attention, shared);
  if (shared.next - memory <= bytes) {
    kernel.run(arguments...);
  }
}

#define RUN_ATTENTION(KERNEL, ...)                                                              \
  DYNAMIC_SHARED(char, memory);                                                                 \
  const AttentionDropout dropout = {                                                            \
      dropoutKey, dropoutRow, dropoutStride, dropoutBelow, dropoutFactor, dropoutKept};         \
  const Attention attention = {length, depth, chunkLength, before, after, everything, rounds,   \
      round, causal, shared, keyScale, keyScales, order, keyMask, buckets, chunks, dropout};    \
  const Head head = {{queries, strideQueries}, {keys, strideKeys}, {values, strideValues}};     \
  runIn<KERNEL>(memory, sharedBytes, attention, head, __VA_ARGS__, slice);

#define RUN_FORWARD(...)                                                     \
  typedef Forward<__VA_ARGS__> Kernel;                                       \
  RUN_ATTENTION(Kernel, Rows{out, strideOut}, Rows{normalizer, strideNormalizer})

#define SEEN Seen{{gradOut, strideGradOut}, {normalizer, strideNormalizer}, means}

#define RUN_QUERY_GRADIENT(...)                 \
  typedef QueryGradient<__VA_ARGS__> Kernel;    \
  RUN_ATTENTION(Kernel, SEEN, Rows{into, strideInto})

#define RUN_KEY_GRADIENT(...)                   \
  typedef KeyGradient<__VA_ARGS__> Kernel;      \
  RUN_ATTENTION(Kernel, SEEN, Rows{intoKeys, strideIntoKeys}, Rows{intoValues, strideIntoValues})
