// Normalization of columns, whose statistics are known; bound by memory as elements.cu is.
#include "launch.cuh"

// y = gain * (x - mean) / sqrt(variance + epsilon) + bias
extern "C" __global__ void columnNorm(const float* x, int strideX, const float* mean, const float* variance, const float* gain, const float* bias, float epsilon, float* y, int strideY, int rows, int columns) {
  long long count = static_cast<long long>(rows) * columns;
  for (long long e = global_thread(); e < count; e += all_threads()) {
    long long row = e / columns;
    int j = static_cast<int>(e - row * columns);
    y[row * strideY + j] = gain[j] * ((x[row * strideX + j] - mean[j]) / sqrtf(variance[j] + epsilon)) + bias[j];
  }
}

// gradX += gain * (gradY - mean(gradY) - n * mean(gradY * n)) / deviation; along, sum: over all rows, of gradY * n, gradY
extern "C" __global__ void columnNormGradient(const float* x, int strideX, const float* mean, const float* variance, const float* gain, float epsilon, const float* gradY, int strideGradY, const float* along, const float* sum, float* gradX, int strideGradX, int rows, int columns) {
  long long count = static_cast<long long>(rows) * columns;
  for (long long e = global_thread(); e < count; e += all_threads()) {
    long long row = e / columns;
    int j = static_cast<int>(e - row * columns);
    float deviation = sqrtf(variance[j] + epsilon);
    float n = (x[row * strideX + j] - mean[j]) / deviation;
    gradX[row * strideGradX + j] += gain[j] / deviation * (gradY[row * strideGradY + j] - sum[j] / rows - n * (along[j] / rows));
  }
}
