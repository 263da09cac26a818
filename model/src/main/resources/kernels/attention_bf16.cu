// Chunk attention with products in bfloat16, on tensor cores.
#include "attention_kernels.cuh"

extern "C" __global__ void __launch_bounds__(128) attendBf16Depth32(FORWARD_PARAMETERS) {
  RUN_FORWARD(BF16, 32, false)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientBf16Depth32(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(BF16, 32, false)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientBf16Depth32(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(BF16, 32, false)
}

extern "C" __global__ void __launch_bounds__(128) attendBf16Depth64(FORWARD_PARAMETERS) {
  RUN_FORWARD(BF16, 64, false)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientBf16Depth64(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(BF16, 64, false)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientBf16Depth64(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(BF16, 64, false)
}

extern "C" __global__ void __launch_bounds__(128) attendBf16Depth128(FORWARD_PARAMETERS) {
  RUN_FORWARD(BF16, 128, false)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientBf16Depth128(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(BF16, 128, false)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientBf16Depth128(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(BF16, 128, false)
}

extern "C" __global__ void __launch_bounds__(128) attendBf16Sliced(FORWARD_PARAMETERS) {
  RUN_FORWARD(BF16, 64, true)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientBf16Sliced(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(BF16, 64, true)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientBf16Sliced(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(BF16, 64, true)
}
