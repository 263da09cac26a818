// Chunk attention with products in TF32.
#include "attention_kernels.cuh"

ATTENTION_KERNELS_OF(Tf32, TF32)
