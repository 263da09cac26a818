// Device memory on the host: every allocation lies between guards, so that writes beside it are found, and begins as NaN.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <map>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {
#ifdef __SANITIZE_ADDRESS__
// The sanitizer has guards of its own, which find reads too.
constexpr size_t GUARD = 0;
#else
constexpr size_t GUARD = 256;
#endif
constexpr size_t ALIGNMENT = 256;
constexpr unsigned char UNTOUCHED = 0xA5;
using Memory = std::map<uintptr_t, size_t>;

bool untouched(const char* guard) {
  for (size_t i = 0; i < GUARD; i++) {
    if (static_cast<unsigned char>(guard[i]) != UNTOUCHED) return false;
  }
  return true;
}

char* guard_of(uintptr_t address) { return reinterpret_cast<char*>(address) - GUARD; }
}  // namespace

EXPORT void* memory_open() { return new Memory(); }

EXPORT uintptr_t memory_allocate(Memory* memory, size_t bytes) {
  void* whole = nullptr;
  if (posix_memalign(&whole, ALIGNMENT, bytes + 2 * GUARD) != 0) return 0;
  char* guard = static_cast<char*>(whole);
  memset(guard, UNTOUCHED, GUARD);
  memset(guard + GUARD, 0xFF, bytes);
  memset(guard + GUARD + bytes, UNTOUCHED, GUARD);
  uintptr_t address = reinterpret_cast<uintptr_t>(guard) + GUARD;
  (*memory)[address] = bytes;
  return address;
}

// Whether [address, address + bytes) lies in one allocation.
EXPORT int memory_holds(const Memory* memory, uintptr_t address, size_t bytes) {
  auto after = memory->upper_bound(address);
  if (after == memory->begin()) return 0;
  auto found = std::prev(after);
  return address + bytes <= found->first + found->second;
}

// Size of an allocation beside which somebody wrote, or -1.
EXPORT int64_t memory_damaged(const Memory* memory) {
  for (auto [address, bytes] : *memory) {
    if (!untouched(guard_of(address)) || !untouched(reinterpret_cast<char*>(address) + bytes)) return static_cast<int64_t>(bytes);
  }
  return -1;
}

EXPORT int memory_free(Memory* memory, uintptr_t address) {
  if (memory->erase(address) == 0) return 0;
  free(guard_of(address));
  return 1;
}

EXPORT void memory_copy(void* to, const void* from, size_t bytes) { memcpy(to, from, bytes); }

EXPORT void memory_close(Memory* memory) {
  for (auto [address, bytes] : *memory) free(guard_of(address));
  delete memory;
}
