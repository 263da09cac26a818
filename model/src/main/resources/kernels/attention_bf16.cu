// Chunk attention with products in BF16.
#include "attention_kernels.cuh"

ATTENTION_KERNELS_OF(Bf16, BF16)
