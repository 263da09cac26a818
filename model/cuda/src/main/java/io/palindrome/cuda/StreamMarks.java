package io.palindrome.cuda;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;

/** Events of a stream, made when they are first set. */
final class StreamMarks implements AutoCloseable {
  /** CU_EVENT_DISABLE_TIMING. */
  private static final int WITHOUT_TIMES = 2;

  /** CUDA_ERROR_NOT_READY. */
  private static final int NOT_READY = 600;

  private final CUstream_st stream;
  private final CUevent_st[] events;

  StreamMarks(CUstream_st stream, int count) {
    this.stream = stream;
    events = new CUevent_st[count];
  }

  void set(int slot) {
    if (events[slot] == null) {
      CUevent_st event = new CUevent_st();
      check(cudart.cuEventCreate(event, WITHOUT_TIMES), "cuEventCreate");
      events[slot] = event;
    }
    check(cudart.cuEventRecord(events[slot], stream), "cuEventRecord");
  }

  boolean hasPassed(int slot) {
    if (events[slot] == null) {
      return true;
    }
    int code = cudart.cuEventQuery(events[slot]);
    if (code == NOT_READY) {
      return false;
    }
    check(code, "cuEventQuery");
    return true;
  }

  private static void check(int code, String call) {
    CudaCode.check(code, call, "ask how far the GPU is");
  }

  @Override
  public void close() {
    for (CUevent_st event : events) {
      if (event != null) {
        cudart.cuEventDestroy(event);
      }
    }
  }
}
