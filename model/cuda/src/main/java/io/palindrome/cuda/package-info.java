/**
 * GPUs through ND4J's CUDA backend: its memory and stream, with kernels of ours beside its own.
 *
 * <p>In: requests of {@link io.palindrome.model.kernel.cuda.Device}. Out: calls of NVIDIA's driver,
 * NVRTC and cuBLAS. Nothing here is compiled by the default build.
 */
package io.palindrome.cuda;
