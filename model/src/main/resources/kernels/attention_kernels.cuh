// The kernels of one precision: for heads of up to 32, 64 and 128 features, and, in slices of 64,
// of any number. A file for each precision names them.
#pragma once

#include "attention_forward.cuh"
#include "attention_key_gradient.cuh"

// What all of them are told of the attention (the fields of Attention, Head).
#define ATTENTION_PARAMETERS                                                                     \
  float *queries, int strideQueries, float *keys, int strideKeys, float *values,                 \
      int strideValues, const float *keyScales, float keyScale, const int *order,                \
      const int *keyMask, const int *buckets, const int *chunks, int length, int depth,          \
      int chunkLength, int before, int after, int everything, int rounds, int round, int causal, \
      int shared, DROPOUT_PARAMETERS, int slice, int sharedBytes

#define ATTENTION                                                                             \
  const Attention attention = {length, depth, chunkLength, before, after, everything, rounds, \
      round, causal, shared, keyScale, keyScales, order, keyMask, buckets, chunks,            \
      DROPOUT_OF_PARAMETERS};                                                                 \
  const Head head = {{queries, strideQueries}, {keys, strideKeys}, {values, strideValues}};

// Does nothing where a block has less shared memory than the kernel lays out.
template <typename Kernel, typename... Arguments>
__device__ inline void runIn(
    char* shared, int sharedBytes, const Attention& attention, Arguments... arguments) {
  SharedMemory memory = {shared};
  Kernel kernel(attention, memory);
  if (memory.next - shared <= sharedBytes) {
    kernel.run(arguments...);
  }
}

#define ATTENTION_KERNELS(NAME, P, D, SLICED)                                                    \
  extern "C" __global__ void __launch_bounds__(THREADS) attend##NAME(                            \
      ATTENTION_PARAMETERS, float* out, int strideOut, float* normalizer, int strideNormalizer) { \
    DYNAMIC_SHARED(char, memory);                                                                 \
    ATTENTION                                                                                    \
    runIn<Forward<P, D, SLICED>>(memory, sharedBytes, attention, head, Rows{out, strideOut},     \
        Rows{normalizer, strideNormalizer}, slice);                                              \
  }                                                                                              \
                                                                                                 \
  extern "C" __global__ void __launch_bounds__(THREADS) attendQueryGradient##NAME(               \
      ATTENTION_PARAMETERS, float* gradOut, int strideGradOut, float* normalizer,                \
      int strideNormalizer, const float* means, float* into, int strideInto) {                   \
    DYNAMIC_SHARED(char, memory);                                                                 \
    ATTENTION                                                                                    \
    Seen seen = {{gradOut, strideGradOut}, {normalizer, strideNormalizer}, means};               \
    runIn<QueryGradient<P, D, SLICED>>(                                                          \
        memory, sharedBytes, attention, head, seen, Rows{into, strideInto}, slice);              \
  }                                                                                              \
                                                                                                 \
  extern "C" __global__ void __launch_bounds__(THREADS) attendKeyGradient##NAME(                 \
      ATTENTION_PARAMETERS, float* gradOut, int strideGradOut, float* normalizer,                \
      int strideNormalizer, const float* means, float* intoKeys, int strideIntoKeys,             \
      float* intoValues, int strideIntoValues) {                                                 \
    DYNAMIC_SHARED(char, memory);                                                                 \
    ATTENTION                                                                                    \
    Seen seen = {{gradOut, strideGradOut}, {normalizer, strideNormalizer}, means};               \
    runIn<KeyGradient<P, D, SLICED>>(memory, sharedBytes, attention, head, seen,                 \
        Rows{intoKeys, strideIntoKeys}, Rows{intoValues, strideIntoValues}, slice);              \
  }

#define ATTENTION_KERNELS_OF(NAME, P)             \
  ATTENTION_KERNELS(NAME##Depth32, P, 32, false)  \
  ATTENTION_KERNELS(NAME##Depth64, P, 64, false)  \
  ATTENTION_KERNELS(NAME##Depth128, P, 128, false) \
  ATTENTION_KERNELS(NAME##Sliced, P, 64, true)
