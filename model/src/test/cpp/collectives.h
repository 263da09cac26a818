// What the threads of a block or of a warp do together.
#pragma once

#include "fibers.h"

inline void __syncthreads(HOST_CALLER) {
  using host::block;
  if (block.atBarrier == 0) block.barrierSite = {file, line};
  if (!(block.barrierSite == host::Site{file, line})) {
    host::fail(host::Site{file, line}, "meets a barrier while another thread of its block waits in line %lld", block.barrierSite.line);
  }
  if (++block.atBarrier == block.live) {
    host::release_barrier();
  } else {
    host::wait_for_others(host::Site{file, line});
  }
}

namespace host {

// The lanes of one warp that have come to a collective with the same mask.
struct Meeting {
  unsigned mask, arrived;
  Site site;
  void* requests[32];
};
static Meeting meetings[MOST_THREADS / 32][32];
static int meetingCount[MOST_THREADS / 32];

static void forget_meetings() { memset(meetingCount, 0, sizeof meetingCount); }

// Waits until all lanes of the mask are here; the last one calls combine with everybody's request, by lane.
template <class Request, class Combine>
void meet(unsigned mask, Site site, Request& request, Combine combine) {
  int warp = block.current / 32, lane = block.current % 32;
  if (!(mask >> lane & 1)) fail(site, "lane %lld is not in its own mask", lane);
  int number = 0;
  while (number < meetingCount[warp] && meetings[warp][number].mask != mask) number++;
  Meeting& meeting = meetings[warp][number];
  if (number == meetingCount[warp]) {
    meetingCount[warp]++;
    meeting.mask = mask, meeting.arrived = 0, meeting.site = site;
  } else if (!(meeting.site == site)) {
    fail(site, "another lane of its warp waits in line %lld with the same mask", meeting.site.line);
  }
  meeting.arrived |= 1u << lane;
  meeting.requests[lane] = &request;
  if (meeting.arrived != mask) {
    wait_for_others(site);
    return;
  }
  Meeting complete = meeting;
  meetings[warp][number] = meetings[warp][--meetingCount[warp]];
  combine(reinterpret_cast<Request**>(complete.requests));
  for (int turn = 0; turn < 32; turn++) {
    int other = block.backward ? 31 - turn : turn;
    if (other != lane && mask >> other & 1) make_ready(warp * 32 + other);
  }
}

template <class T>
T shuffle(unsigned mask, T value, int source, Site site) {
  struct Request { T value; int source; T result; } request = {value, source, value};
  if (!(mask >> source & 1)) fail(site, "reads lane %lld, which does not take part", source);
  meet(mask, site, request, [mask](Request** lanes) {
    for (int lane = 0; lane < 32; lane++) {
      if (mask >> lane & 1) lanes[lane]->result = lanes[lanes[lane]->source]->value;
    }
  });
  return request.result;
}

inline int lane() { return block.current % 32; }

}  // namespace host

inline void __syncwarp(unsigned mask = ~0u, HOST_CALLER) {
  int nothing = 0;
  host::meet(mask, host::Site{file, line}, nothing, [](int**) {});
}

template <class T>
T __shfl_sync(unsigned mask, T value, int source, int width = 32, HOST_CALLER) {
  return host::shuffle(mask, value, (host::lane() & -width) + (source & (width - 1)), host::Site{file, line});
}
template <class T>
T __shfl_xor_sync(unsigned mask, T value, int flipped, int width = 32, HOST_CALLER) {
  int source = host::lane() ^ flipped;
  return host::shuffle(mask, value, source < (host::lane() & -width) + width ? source : host::lane(), host::Site{file, line});
}
template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned distance, int width = 32, HOST_CALLER) {
  int source = host::lane() + static_cast<int>(distance);
  return host::shuffle(mask, value, source < (host::lane() & -width) + width ? source : host::lane(), host::Site{file, line});
}
template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned distance, int width = 32, HOST_CALLER) {
  int source = host::lane() - static_cast<int>(distance);
  return host::shuffle(mask, value, source >= (host::lane() & -width) ? source : host::lane(), host::Site{file, line});
}

inline unsigned __ballot_sync(unsigned mask, int predicate, HOST_CALLER) {
  struct Request { bool yes; unsigned votes; } request = {predicate != 0, 0};
  host::meet(mask, host::Site{file, line}, request, [mask](Request** lanes) {
    unsigned votes = 0;
    for (int lane = 0; lane < 32; lane++) {
      if (mask >> lane & 1 && lanes[lane]->yes) votes |= 1u << lane;
    }
    for (int lane = 0; lane < 32; lane++) {
      if (mask >> lane & 1) lanes[lane]->votes = votes;
    }
  });
  return request.votes;
}
inline int __any_sync(unsigned mask, int predicate, HOST_CALLER) {
  return __ballot_sync(mask, predicate, file, line) != 0;
}
inline int __all_sync(unsigned mask, int predicate, HOST_CALLER) {
  return __ballot_sync(mask, predicate, file, line) == mask;
}

// The lanes of the mask whose value is the caller's.
inline unsigned __match_any_sync(unsigned mask, unsigned value, HOST_CALLER) {
  struct Request { unsigned value, same; } request = {value, 0};
  host::meet(mask, host::Site{file, line}, request, [mask](Request** lanes) {
    for (int lane = 0; lane < 32; lane++) {
      for (int other = 0; mask >> lane & 1 && other < 32; other++) {
        bool same = mask >> other & 1 && lanes[other]->value == lanes[lane]->value;
        lanes[lane]->same |= same ? 1u << other : 0;
      }
    }
  });
  return request.same;
}
