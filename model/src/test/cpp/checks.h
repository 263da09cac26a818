// What the compiler calls where a kernel reads at an address that its vector type may not have, or beyond an array: the
// launch fails and says where. A GPU would fault at the first, and say nothing of the second.
#pragma once

#include "fibers.h"

namespace host {
struct CheckedPlace {
  const char* file;
  uint32_t line, column;
};
}  // namespace host

#define HOST_CHECK extern "C" __attribute__((visibility("hidden"), used)) void
HOST_CHECK __ubsan_handle_type_mismatch_v1(host::CheckedPlace* place, uintptr_t address) {
  host::fail({place->file, static_cast<int>(place->line)}, "address %lld is not a multiple of its type's alignment", static_cast<long long>(address));
}
HOST_CHECK __ubsan_handle_out_of_bounds(host::CheckedPlace* place, uintptr_t index) {
  host::fail({place->file, static_cast<int>(place->line)}, "index %lld lies beyond its array", static_cast<long long>(index));
}
