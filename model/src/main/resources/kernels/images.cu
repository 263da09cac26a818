// Patches of images (io.palindrome.model.kernel.ImageWindow) and back; every element has one owner.
#include "launch.cuh"

struct Window {
  int height, width, kernel, stride, padding, outputHeight, outputWidth;

  __device__ int source(int outputRow, int tap) const {
    int image = outputRow / (outputHeight * outputWidth), pixel = outputRow % (outputHeight * outputWidth);
    int y = pixel / outputWidth * stride + tap / kernel - padding;
    int x = pixel % outputWidth * stride + tap % kernel - padding;
    return y >= 0 && y < height && x >= 0 && x < width ? (image * height + y) * width + x : -1;
  }

  __device__ int reader(int inputRow, int tap) const {
    int image = inputRow / (height * width);
    int y = inputRow % (height * width) / width + padding - tap / kernel;
    int x = inputRow % width + padding - tap % kernel;
    bool onGrid = y >= 0 && x >= 0 && y % stride == 0 && x % stride == 0;
    if (!onGrid || y / stride >= outputHeight || x / stride >= outputWidth) return -1;
    return (image * outputHeight + y / stride) * outputWidth + x / stride;
  }
};

extern "C" __global__ void unfold(int height, int width, int kernel, int stride, int padding, int outputHeight, int outputWidth, const float* x, int strideX, int channels, float* patches, int stridePatches, int rows) {
  Window window = {height, width, kernel, stride, padding, outputHeight, outputWidth};
  int columns = kernel * kernel * channels;
  long long count = static_cast<long long>(rows) * columns;
  for (long long e = global_thread(); e < count; e += all_threads()) {
    int row = static_cast<int>(e / columns), column = static_cast<int>(e % columns);
    int source = window.source(row, column / channels);
    patches[static_cast<long long>(row) * stridePatches + column] = source < 0 ? 0 : x[static_cast<long long>(source) * strideX + column % channels];
  }
}

// Every element of a patch is added to where it was read, tap by tap.
extern "C" __global__ void addFolded(int height, int width, int kernel, int stride, int padding, int outputHeight, int outputWidth, const float* patches, int stridePatches, int channels, float* into, int strideInto, int rows) {
  Window window = {height, width, kernel, stride, padding, outputHeight, outputWidth};
  long long count = static_cast<long long>(rows) * channels;
  for (long long e = global_thread(); e < count; e += all_threads()) {
    int row = static_cast<int>(e / channels), channel = static_cast<int>(e % channels);
    float sum = 0;
    for (int tap = 0; tap < kernel * kernel; tap++) {
      int reader = window.reader(row, tap);
      if (reader >= 0) sum += patches[static_cast<long long>(reader) * stridePatches + tap * channels + channel];
    }
    into[static_cast<long long>(row) * strideInto + channel] += sum;
  }
}
