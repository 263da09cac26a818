// Chunk attention with products in FLOAT32.
#include "attention_kernels.cuh"

ATTENTION_KERNELS_OF(Float32, FLOAT32)
