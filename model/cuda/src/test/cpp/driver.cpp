// A libcuda.so.1 for tests on machines without NVIDIA's driver: memory of the GPU is memory of the host, and of all kernels
// it runs one, `fill`, the last launch of every other can be asked for. Functions that are missing here are never called.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {
struct Function {
  std::string name;
  int allowed = 48 * 1024;
};
using Module = std::map<std::string, Function>;
constexpr int OUT_OF_MEMORY = 2, INVALID_IMAGE = 200, NOT_FOUND = 500, NOT_READY = 600, ILLEGAL_ADDRESS = 700, TOO_MANY_RESOURCES = 701;
std::string last;
int failing = 0;
int recorded = 0, run = 0;
}  // namespace

EXPORT const char* test_last_launch() { return last.c_str(); }

EXPORT void test_fail_next() { failing = ILLEGAL_ADDRESS; }

EXPORT void test_run_until(int records) { run = records; }

EXPORT int cuInit(unsigned) { return 0; }

EXPORT int cuGetErrorName(int code, const char** name) {
  *name = code == INVALID_IMAGE ? "CUDA_ERROR_INVALID_IMAGE"
          : code == NOT_FOUND   ? "CUDA_ERROR_NOT_FOUND"
          : code == ILLEGAL_ADDRESS ? "CUDA_ERROR_ILLEGAL_ADDRESS"
          : code == TOO_MANY_RESOURCES ? "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"
                                       : "CUDA_ERROR_UNKNOWN";
  return 0;
}

EXPORT int cuModuleLoadData(Module** module, const char* image) {
  if (memcmp(image, "\177ELF", 4) != 0 && memcmp(image, "//", 2) != 0) return INVALID_IMAGE;
  *module = new Module();
  return 0;
}

EXPORT int cuModuleUnload(Module* module) {
  delete module;
  return 0;
}

EXPORT int cuModuleGetFunction(Function** function, Module* module, const char* name) {
  *function = &(*module)[name];
  (*function)->name = name;
  return 0;
}

EXPORT int cuFuncSetAttribute(Function* function, int attribute, int value) {
  if (attribute != 8 || value > 227 * 1024) return 1;
  function->allowed = value;
  return 0;
}

static void fill(void** parameters) {
  float value = *static_cast<float*>(parameters[0]);
  float* x = *static_cast<float**>(parameters[1]);
  int stride = *static_cast<int*>(parameters[2]);
  int rows = *static_cast<int*>(parameters[3]), columns = *static_cast<int*>(parameters[4]);
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) x[static_cast<size_t>(i) * stride + j] = value;
  }
}

EXPORT int cuLaunchKernel(Function* function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                          unsigned blockY, unsigned blockZ, unsigned shared, void*, void** parameters, void** extra) {
  if (static_cast<int>(shared) > function->allowed || extra != nullptr) return TOO_MANY_RESOURCES;
  char text[256];
  snprintf(text, sizeof text, "%s<%u,%u,%u><%u,%u,%u> shared %u of %d", function->name.c_str(), gridX, gridY, gridZ, blockX,
           blockY, blockZ, shared, function->allowed);
  last = text;
  if (function->name == "fill") fill(parameters);
  return 0;
}

EXPORT int cuMemAllocHost_v2(void** pointer, size_t bytes) {
  *pointer = malloc(bytes);
  return *pointer == nullptr ? OUT_OF_MEMORY : 0;
}

EXPORT int cuMemFreeHost(void* pointer) {
  free(pointer);
  return 0;
}

static int copy(void* to, const void* from, size_t bytes) {
  memcpy(to, from, bytes);
  return 0;
}

EXPORT int cuMemcpyHtoDAsync_v2(uintptr_t to, const void* from, size_t bytes, void*) {
  return copy(reinterpret_cast<void*>(to), from, bytes);
}

EXPORT int cuMemcpyDtoHAsync_v2(void* to, uintptr_t from, size_t bytes, void*) {
  return copy(to, reinterpret_cast<void*>(from), bytes);
}

EXPORT int cuEventCreate(int** event, unsigned) {
  *event = static_cast<int*>(calloc(1, sizeof(int)));
  return 0;
}

EXPORT int cuEventDestroy_v2(void* event) {
  free(event);
  return 0;
}

EXPORT int cuEventRecord(int* event, void*) {
  *event = ++recorded;
  return 0;
}

EXPORT int cuEventQuery(const int* event) {
  int code = failing != 0 ? failing : *event > run ? NOT_READY : 0;
  failing = 0;
  return code;
}

EXPORT int cuEventSynchronize(void*) { return 0; }

EXPORT int cuStreamSynchronize(void*) {
  int code = failing;
  failing = 0;
  return code;
}
