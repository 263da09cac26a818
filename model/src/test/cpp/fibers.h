// The threads of a block on the host. A thread runs until it waits for others, then another one goes on; no system call
// is made for that. Threads that wait for nothing run one after the other on one stack, as a loop would run them.
#pragma once

#include <sys/mman.h>

#include <cstdlib>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif

#include "device.h"

namespace host {

struct Site {
  const char* file;
  int line;
  bool operator==(const Site& other) const { return line == other.line && strcmp(file, other.file) == 0; }
};
// Here; and parameters that default to where the function is called.
#define HOST_SITE host::Site{__builtin_FILE(), __builtin_LINE()}
#define HOST_CALLER const char *file = __builtin_FILE(), int line = __builtin_LINE()

static constexpr int MOST_THREADS = 1024;
static constexpr size_t STACK = 256 * 1024;

// Saves what a call must keep on the stack, stores its end in *from, and goes on where `to` was stored.
extern "C" void host_switch(void** from, void* to) __attribute__((visibility("hidden")));
#if defined(__x86_64__)
asm(R"(
.text
.hidden host_switch
.type host_switch, @function
host_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
)");
#elif defined(__aarch64__)
asm(R"(
.text
.hidden host_switch
.type host_switch, %function
host_switch:
  sub sp, sp, #160
  stp x19, x20, [sp, #0]
  stp x21, x22, [sp, #16]
  stp x23, x24, [sp, #32]
  stp x25, x26, [sp, #48]
  stp x27, x28, [sp, #64]
  stp x29, x30, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  mov x9, sp
  str x9, [x0]
  mov sp, x1
  ldp x19, x20, [sp, #0]
  ldp x21, x22, [sp, #16]
  ldp x23, x24, [sp, #32]
  ldp x25, x26, [sp, #48]
  ldp x27, x28, [sp, #64]
  ldp x29, x30, [sp, #80]
  ldp d8, d9, [sp, #96]
  ldp d10, d11, [sp, #112]
  ldp d12, d13, [sp, #128]
  ldp d14, d15, [sp, #144]
  add sp, sp, #160
  ret
)");
#else
#error "fibers.h knows how to switch stacks on x86-64 and aarch64 only"
#endif

struct Fiber {
  char* stack = nullptr;
  void* top = nullptr;  // where its stack ended when it was left
};

struct Thread {
  int fiber;
  bool waiting;
  Site site;
};

// The block that runs, and the fibres that it runs on. One for each compiled unit, for one operating system thread.
struct Block {
  void (*body)(void*);
  void* arguments;
  int count;
  bool backward;
  int started, live, current;
  int atBarrier;
  Site barrierSite;
  int ready[MOST_THREADS], readyFrom, readyCount;
  Thread threads[MOST_THREADS];
  Fiber fibers[MOST_THREADS];
  int idle[MOST_THREADS], idleCount, fiberCount, running;
  void* main;
  char error[512];
};
static Block block;

static void switch_stacks(void** from, void* to, const char* toStack) {
#ifdef __SANITIZE_ADDRESS__
  static const void* main_bottom;
  static size_t main_size;
  void* fake = nullptr;
  __sanitizer_start_switch_fiber(&fake, toStack ? toStack : main_bottom, toStack ? STACK : main_size);
  host_switch(from, to);
  const void* bottom;
  size_t size;
  __sanitizer_finish_switch_fiber(fake, &bottom, &size);
  if (from != &block.main && to == block.main) main_bottom = bottom, main_size = size;
#else
  (void)toStack;
  host_switch(from, to);
#endif
}

// Number in the order in which threads start: forward, or from the last one on.
static int thread_of(int turn) { return block.backward ? block.count - 1 - turn : turn; }

static void enter(int thread) {
  block.current = thread;
  threadIdx = {static_cast<unsigned>(thread), 0, 0};
}

static void make_ready(int thread) {
  block.threads[thread].waiting = false;
  block.ready[(block.readyFrom + block.readyCount++) % MOST_THREADS] = thread;
}

static void release_barrier() {
  block.atBarrier = 0;
  for (int turn = 0; turn < block.count; turn++) {
    int thread = thread_of(turn);
    if (block.threads[thread].waiting) make_ready(thread);
  }
}

static void switch_to_fiber(void** from, int fiber) {
  block.running = fiber;
  switch_stacks(from, block.fibers[fiber].top, block.fibers[fiber].stack);
}

static void run_threads();

static int new_fiber() {
  int number = block.fiberCount++;
  Fiber& fiber = block.fibers[number];
  if (fiber.stack == nullptr) {
    // The lowest page stays out of reach: a stack that overflows fails at once.
    char* memory = static_cast<char*>(mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    if (memory == MAP_FAILED) abort();
    mprotect(memory, 4096, PROT_NONE);
    fiber.stack = memory;
  }
  // Stacks that all began at the same place of a page would share few sets of the cache.
  void** top = reinterpret_cast<void**>(fiber.stack + STACK - 64 * (1 + number % 61));
#if defined(__x86_64__)
  *--top = nullptr;
  *--top = reinterpret_cast<void*>(run_threads);
  top -= 6;
#else
  top -= 20;
  top[11] = reinterpret_cast<void*>(run_threads);
#endif
  fiber.top = top;
  return number;
}

// Leaves the running fibre for a thread that can go on, or for the end of the block.
static void go_on() {
  void** from = &block.fibers[block.running].top;
  if (block.error[0] == 0 && block.started < block.count) {
    switch_to_fiber(from, block.idleCount > 0 ? block.idle[--block.idleCount] : new_fiber());
  } else if (block.error[0] == 0 && block.readyCount > 0) {
    int thread = block.ready[block.readyFrom];
    block.readyFrom = (block.readyFrom + 1) % MOST_THREADS;
    block.readyCount--;
    enter(thread);
    if (block.threads[thread].fiber != block.running) switch_to_fiber(from, block.threads[thread].fiber);
  } else {
    switch_stacks(from, block.main, nullptr);
  }
}

static void run_threads() {
#ifdef __SANITIZE_ADDRESS__
  __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
#endif
  for (;;) {
    while (block.started < block.count) {
      int thread = thread_of(block.started++);
      block.threads[thread] = {block.running, false, {"", 0}};
      enter(thread);
      block.body(block.arguments);
      if (--block.live > 0 && block.atBarrier == block.live) release_barrier();
    }
    block.idle[block.idleCount++] = block.running;
    go_on();
  }
}

// The calling thread stops here until it is made ready.
static void wait_for_others(Site site) {
  Thread& self = block.threads[block.current];
  self.waiting = true;
  self.site = site;
  go_on();
}

// Ends the launch with a message; the fibres are abandoned where they are.
[[noreturn]] static void fail(Site site, const char* what, long long number) {
  if (block.error[0] == 0) {
    int length = snprintf(block.error, sizeof block.error, "%s:%d, block %u, layer %u, thread %u: ", site.file, site.line, blockIdx.x, blockIdx.y, threadIdx.x);
    snprintf(block.error + length, sizeof block.error - length, what, number);
  }
  void* abandoned;
  switch_stacks(&abandoned, block.main, nullptr);
  abort();
}

static void run_block() {
  block.started = block.atBarrier = block.readyCount = block.readyFrom = 0;
  block.live = block.count;
  switch_to_fiber(&block.main, block.idleCount > 0 ? block.idle[--block.idleCount] : new_fiber());
  if (block.error[0] == 0 && block.live > 0) {
    for (int thread = 0; thread < block.count; thread++) {
      Thread& stuck = block.threads[thread];
      if (stuck.waiting) {
        snprintf(block.error, sizeof block.error, "%s:%d, block %u, layer %u, thread %d: waits for threads that never come here", stuck.site.file, stuck.site.line, blockIdx.x, blockIdx.y, thread);
        break;
      }
    }
  }
  if (block.error[0] != 0) block.idleCount = block.fiberCount = 0;
}

}  // namespace host
