// Starts a kernel as cuLaunchKernel does: its arguments come as an array of addresses.
#pragma once

#include <tuple>
#include <utility>

#include "checks.h"
#include "collectives.h"

extern char __start_shared_memory[] __attribute__((weak, visibility("hidden")));
extern char __stop_shared_memory[] __attribute__((weak, visibility("hidden")));

namespace host {

// Order of blocks and threads, which must not matter.
enum Order { FORWARD, BACKWARD };

struct Shape {
  int blocks, layers, threads, sharedBytes, order;
};

static constexpr int GUARD = 256;
static constexpr unsigned char UNTOUCHED = 0xA5;

inline bool untouched(const char* guard) {
  for (int i = 0; i < GUARD; i++) {
    if (static_cast<unsigned char>(guard[i]) != UNTOUCHED) return false;
  }
  return true;
}

// All blocks, each with shared memory full of NaN; false if one failed, and then block.error says how.
static bool run_blocks(const Shape& shape) {
  size_t bytes = (shape.sharedBytes + 15) / 16 * 16;
  char* memory = static_cast<char*>(aligned_alloc(GUARD, (bytes + 3 * GUARD - 1) / GUARD * GUARD));
  dynamic_shared = memory + GUARD;
  char* end = dynamic_shared + shape.sharedBytes;
  memset(memory, UNTOUCHED, GUARD);
  memset(end, UNTOUCHED, GUARD);
  gridDim = {static_cast<unsigned>(shape.blocks), static_cast<unsigned>(shape.layers), 1};
  blockDim = {static_cast<unsigned>(shape.threads), 1, 1};
  block.count = shape.threads;
  block.backward = shape.order == BACKWARD;
  block.error[0] = 0;
  long long all = static_cast<long long>(shape.blocks) * shape.layers;
  for (long long turn = 0; turn < all && block.error[0] == 0; turn++) {
    long long number = block.backward ? all - 1 - turn : turn;
    blockIdx = {static_cast<unsigned>(number % shape.blocks), static_cast<unsigned>(number / shape.blocks), 0};
    memset(dynamic_shared, 0xFF, shape.sharedBytes);
    if (__start_shared_memory != nullptr) memset(__start_shared_memory, 0xFF, __stop_shared_memory - __start_shared_memory);
    forget_meetings();
    run_block();
    if (block.error[0] == 0 && !(untouched(memory) && untouched(end))) {
      snprintf(block.error, sizeof block.error, "block %u, layer %u: wrote beyond its %d bytes of dynamic shared memory", blockIdx.x, blockIdx.y, shape.sharedBytes);
    }
  }
  free(memory);
  return block.error[0] == 0;
}

template <class T>
constexpr char letter() {
  using Plain = std::remove_cv_t<T>;
  if constexpr (std::is_pointer_v<Plain>) return 'L';
  else if constexpr (std::is_same_v<Plain, float>) return 'F';
  else if constexpr (std::is_integral_v<Plain> && sizeof(Plain) == 8) return 'L';
  else {
    static_assert(std::is_integral_v<Plain> && sizeof(Plain) == 4, "a kernel takes pointers, floats and integers of 32 or 64 bits");
    return 'I';
  }
}

template <auto kernel>
struct Trampoline;

template <class... A, void (*kernel)(A...)>
struct Trampoline<kernel> {
  // One letter for each parameter: L for 64 bits, I for 32, F for float.
  static constexpr char signature[] = {letter<A>()..., 0};

  template <size_t... I>
  static void call(void** arguments, std::index_sequence<I...>) {
    kernel(*static_cast<std::remove_cv_t<A>*>(arguments[I])...);
  }

  static void body(void* arguments) { call(static_cast<void**>(arguments), std::index_sequence_for<A...>()); }

  static const char* launch(const Shape* shape, void** arguments) {
    block.body = body;
    block.arguments = arguments;
    return run_blocks(*shape) ? nullptr : block.error;
  }
};

}  // namespace host

#define HOST_EXPORT extern "C" __attribute__((visibility("default")))
// What HostDevice looks up of a kernel.
#define HOST_KERNEL(name)                                                                                 \
  HOST_EXPORT const char* signature_##name() { return host::Trampoline<&name>::signature; }               \
  HOST_EXPORT const char* launch_##name(const host::Shape* shape, void** arguments) {                     \
    return host::Trampoline<&name>::launch(shape, arguments);                                             \
  }
