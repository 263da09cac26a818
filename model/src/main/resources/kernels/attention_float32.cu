// Chunk attention with products in float32.
#include "attention_kernels.cuh"

extern "C" __global__ void __launch_bounds__(128) attendFloat32Depth32(FORWARD_PARAMETERS) {
  RUN_FORWARD(FLOAT32, 32, false)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientFloat32Depth32(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(FLOAT32, 32, false)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientFloat32Depth32(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(FLOAT32, 32, false)
}

extern "C" __global__ void __launch_bounds__(128) attendFloat32Depth64(FORWARD_PARAMETERS) {
  RUN_FORWARD(FLOAT32, 64, false)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientFloat32Depth64(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(FLOAT32, 64, false)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientFloat32Depth64(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(FLOAT32, 64, false)
}

extern "C" __global__ void __launch_bounds__(128) attendFloat32Depth128(FORWARD_PARAMETERS) {
  RUN_FORWARD(FLOAT32, 128, false)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientFloat32Depth128(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(FLOAT32, 128, false)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientFloat32Depth128(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(FLOAT32, 128, false)
}

extern "C" __global__ void __launch_bounds__(128) attendFloat32Sliced(FORWARD_PARAMETERS) {
  RUN_FORWARD(FLOAT32, 64, true)
}

extern "C" __global__ void __launch_bounds__(128) attendQueryGradientFloat32Sliced(QUERY_GRADIENT_PARAMETERS) {
  RUN_QUERY_GRADIENT(FLOAT32, 64, true)
}

extern "C" __global__ void __launch_bounds__(128) attendKeyGradientFloat32Sliced(KEY_GRADIENT_PARAMETERS) {
  RUN_KEY_GRADIENT(FLOAT32, 64, true)
}
