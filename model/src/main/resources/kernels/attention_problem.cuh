// One head's chunk attention: what sees what, and with which score (ChunkAttention, HashRules).

#include "launch.cuh"
#include "attention_dropout.cuh"

// Rows of float32 in global memory.
struct Rows {
  float* first;
  int stride;

  __device__ float* at(int row) const { return first + (long long)row * stride; }
};

// Dynamic shared memory, handed out in runs of 16 bytes.
struct SharedMemory {
  char* next;

  template <typename T>
  __device__ T* take(int count) {
    T* taken = (T*)next;
    next += (count * (int)sizeof(T) + 15) / 16 * 16;
    return taken;
  }
};

// Pointers are null where a rule is not in force: order (natural order), keyMask (no key masked),
// keyScales (keys scaled by keyScale alone), buckets, chunks.
struct Attention {
  int length;
  int depth;
  int chunkLength;
  int before;
  int after;
  int everything;
  int rounds;
  int round;
  int causal;
  int shared;
  float keyScale;
  const float* keyScales;
  const int* order;
  const int* keyMask;
  const int* buckets;
  const int* chunks;
  AttentionDropout dropout;
};

// Unwrapped order entries [first, end): what lies before the first round or past the last one stands
// for the entries at the other end.
struct Span {
  int first;
  int end;
};

__device__ inline int floorDivide(int x, int divisor) {
  return x >= 0 ? x / divisor : -((divisor - 1 - x) / divisor);
}

// Entries of a window; those of a causal attention to everything begin before the first entry, so
// that all windows are of one width.
__device__ inline int windowWidth(const Attention& a) {
  return a.everything ? a.length : (a.before + 1 + a.after) * a.chunkLength;
}

// Where the window of the query at an unwrapped entry begins.
__device__ inline int windowFirst(const Attention& a, int entry) {
  int chunk = floorDivide(entry, a.chunkLength);
  if (a.everything) {
    return a.causal ? (chunk + 1) * a.chunkLength - a.length : 0;
  }
  return (chunk - a.before) * a.chunkLength;
}

// The keys that any of the queries [first, end) has in its window.
__device__ inline Span keysOf(const Attention& a, int first, int end) {
  int begin = windowFirst(a, first);
  return {a.everything ? 0 : begin, windowFirst(a, end - 1) + windowWidth(a)};
}

// The queries that have any of the keys [first, end) in their windows.
__device__ inline Span queriesOf(const Attention& a, int first, int end) {
  int chunk = floorDivide(first, a.chunkLength);
  if (a.everything) {
    return {a.causal ? chunk * a.chunkLength : 0, a.length};
  }
  int last = floorDivide(end - 1, a.chunkLength);
  return {(chunk - a.after) * a.chunkLength, (last + a.before + 1) * a.chunkLength};
}

// The entry of all rounds that an unwrapped one stands for.
__device__ inline int wrapped(const Attention& a, int entry) {
  int entries = a.rounds * a.length;
  int rest = entry % entries;
  return rest < 0 ? rest + entries : rest;
}

// Entry in the order of hash round * length + position.
__device__ inline int sortedAt(const Attention& a, int entry) {
  int at = wrapped(a, entry);
  return a.order ? a.order[at] : at;
}

// first: where its window begins. A query that is none sees nothing.
struct Query {
  int position;
  int first;
  int bucket;
};

// from: the position from which on queries may see it. A key that is none lies in no window.
struct Key {
  int position;
  int from;
  int bucket;
  float scale;
};

#define NOWHERE (1 << 30)

__device__ inline Query noQuery() { return {-1, NOWHERE, 0}; }

__device__ inline Key noKey() { return {-1, NOWHERE, 0, 0}; }

__device__ inline Query queryAt(const Attention& a, int entry) {
  int sorted = sortedAt(a, entry);
  return {sorted % a.length, windowFirst(a, entry), a.buckets ? a.buckets[sorted] : 0};
}

__device__ inline Key keyAt(const Attention& a, int entry) {
  int sorted = sortedAt(a, entry);
  int position = sorted % a.length;
  bool masked = a.keyMask && a.keyMask[position] == 0;
  return {
      position, masked ? NOWHERE : a.causal ? position : 0, a.buckets ? a.buckets[sorted] : 0,
      a.keyScales ? a.keyScales[position] : a.keyScale};
}

// Whether the key at an unwrapped entry is in a query's window.
__device__ inline bool inWindow(const Attention& a, const Query& query, int keyEntry) {
  return (unsigned)(keyEntry - query.first) < (unsigned)windowWidth(a);
}

// The number of a key in a window: dropout's column.
__device__ inline int placeInWindow(const Attention& a, int windowFirst, int keyEntry) {
  return a.everything ? keyEntry : keyEntry - windowFirst;
}

__device__ inline bool isOwn(const Attention& a, const Query& query, const Key& key) {
  return a.shared && key.position == query.position;
}

// Whether the score of a key of the window is the product; otherwise it is replaced.
__device__ inline bool isVisible(const Attention& a, const Query& query, const Key& key) {
  return query.position >= key.from && !isOwn(a, query, key)
      && !(a.buckets && query.bucket != key.bucket);
}

// The scores of a key that must not be seen, and of a query's own shared key (ChunkAttention).
#define MASKED_SCORE (-1e9f)
#define SELF_SCORE (-1e5f)

// The score that replaces that of a key of the window.
__device__ inline float replacement(const Attention& a, const Query& query, const Key& key) {
  return isOwn(a, query, key) ? SELF_SCORE : MASKED_SCORE;
}
