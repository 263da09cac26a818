// What every unit has in common. Threads walk over their work with a stride of the whole grid, so a launch may have any
// number of blocks.

#ifndef DYNAMIC_SHARED
// The dynamic shared memory of a block; the host's shim has its own.
#define DYNAMIC_SHARED(type, name) extern __shared__ __align__(16) type name[]
#endif

typedef unsigned int uint32;
typedef unsigned long long uint64;

constexpr uint32 FULL_WARP = 0xFFFFFFFFu;

__device__ inline long long global_thread() { return static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; }

__device__ inline long long all_threads() { return static_cast<long long>(gridDim.x) * blockDim.x; }

__device__ inline int lane_index() { return threadIdx.x % 32; }

__device__ inline int warp_index() { return threadIdx.x / 32; }

__device__ inline int block_warps() { return static_cast<int>(blockDim.x / 32); }
