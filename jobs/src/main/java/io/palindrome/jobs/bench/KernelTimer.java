package io.palindrome.jobs.bench;

import java.util.Arrays;

/**
 * Times operations that are started and not waited for: batches of calls, each waited for at its
 * end. So a time holds what the host needs to start a call where that is longer than the call.
 */
final class KernelTimer {
  private static final double NANOS = 1e9;
  private static final int BATCHES = 5;
  private static final int MOST_CALLS = 1 << 16;

  private final double batchSeconds;

  /**
   * @param batchSeconds that a batch takes at least, unless one call takes longer
   */
  KernelTimer(double batchSeconds) {
    this.batchSeconds = batchSeconds;
  }

  /**
   * Seconds of one call.
   *
   * @param calls in a batch
   */
  record Measured(double median, double least, double most, int calls) {}

  /**
   * Runs batches of growing size until one is long enough, then a few of that size.
   *
   * @param await returns when all calls have run
   */
  Measured measure(Runnable call, Runnable await) {
    batch(call, await, 1);
    int calls = 1;
    double seconds = batch(call, await, calls);
    while (seconds < batchSeconds && calls < MOST_CALLS) {
      double factor = Math.max(2, 1.1 * batchSeconds / Math.max(seconds, 1e-9));
      calls = (int) Math.min(MOST_CALLS, Math.ceil(calls * Math.min(factor, 100)));
      seconds = batch(call, await, calls);
    }
    double[] each = new double[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      each[i] = batch(call, await, calls) / calls;
    }
    Arrays.sort(each);
    return new Measured(each[BATCHES / 2], each[0], each[BATCHES - 1], calls);
  }

  private static double batch(Runnable call, Runnable await, int calls) {
    await.run();
    long began = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    await.run();
    return (System.nanoTime() - began) / NANOS;
  }
}
