// Chunk attention with products in TF32, on tensor cores.
#include "attention_kernels.cuh"

extern "C" __global__ void __launch_bounds__(128) attendTf32Depth32(FORWARD_PARAMETERS) {
  RUN_FORWARD(TF32, 32, false)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientTf32Depth32(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(TF32, 32, false)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientTf32Depth32(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(TF32, 32, false)
}

extern "C" __global__ void __launch_bounds__(128) attendTf32Depth64(FORWARD_PARAMETERS) {
  RUN_FORWARD(TF32, 64, false)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientTf32Depth64(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(TF32, 64, false)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientTf32Depth64(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(TF32, 64, false)
}

extern "C" __global__ void __launch_bounds__(128) attendTf32Depth128(FORWARD_PARAMETERS) {
  RUN_FORWARD(TF32, 128, false)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientTf32Depth128(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(TF32, 128, false)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientTf32Depth128(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(TF32, 128, false)
}

extern "C" __global__ void __launch_bounds__(128) attendTf32Sliced(FORWARD_PARAMETERS) {
  RUN_FORWARD(TF32, 64, true)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientTf32Sliced(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(TF32, 64, true)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientTf32Sliced(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(TF32, 64, true)
}
