package io.palindrome.model.kernel.host;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A fixed set of threads that share one loop at a time. Each thread has a share of consecutive
 * indices, the same in every loop of as many, so that it finds in its core's cache what it left
 * there; who is done takes from the others' shares. Which thread runs which index is left open by
 * that, so loop bodies must write to places of their own; then the result does not depend on the
 * number of threads. The caller works too. One caller at a time.
 */
final class WorkerPool implements AutoCloseable {
  private static final long SPIN_NANOS = 50_000;

  /** Distance of two counters, so that no two share a cache line. */
  private static final int APART = 32;

  /**
   * One loop: its body, how many indices it has and in how many shares, the next one of each share,
   * and how many are done.
   */
  private record Loop(
      IntConsumer body,
      int count,
      int shares,
      AtomicIntegerArray next,
      AtomicInteger done,
      Failure failure) {
    static Loop of(IntConsumer body, int count, int shares) {
      AtomicIntegerArray next = new AtomicIntegerArray((shares + 1) * APART);
      for (int share = 0; share < shares; share++) {
        next.set((share + 1) * APART, first(count, shares, share));
      }
      return new Loop(body, count, shares, next, new AtomicInteger(), new Failure());
    }

    private static int first(int count, int shares, int share) {
      return (int) ((long) count * share / shares);
    }

    /** Runs the indices of a thread's own share, then what the others have left. */
    void work(int thread) {
      for (int i = 0; i < shares; i++) {
        runShare((thread + i) % shares);
      }
    }

    private void runShare(int share) {
      int end = first(count, shares, share + 1);
      int at = (share + 1) * APART;
      for (int i = next.getAndIncrement(at); i < end; i = next.getAndIncrement(at)) {
        try {
          body.accept(i);
        } catch (Throwable thrown) {
          failure.thrown = thrown;
        }
        done.incrementAndGet();
      }
    }
  }

  private static final class Failure {
    volatile Throwable thrown;
  }

  private final Thread[] threads;
  private final AtomicLong generation = new AtomicLong();
  private volatile Loop current;
  private volatile boolean closed;

  WorkerPool(int size) {
    threads = new Thread[size - 1];
    for (int i = 0; i < threads.length; i++) {
      int thread = i + 1;
      threads[i] = new Thread(() -> serve(thread), "palindrome-kernel-" + thread);
      threads[i].setDaemon(true);
      threads[i].start();
    }
  }

  /** Threads that work on a loop, the caller's included. */
  int size() {
    return threads.length + 1;
  }

  /** Runs body for 0 .. count - 1 and returns when all are done; rethrows what a body threw. */
  void forEach(int count, IntConsumer body) {
    if (count <= 1 || threads.length == 0) {
      for (int i = 0; i < count; i++) {
        body.accept(i);
      }
      return;
    }
    Loop loop = Loop.of(body, count, size());
    current = loop;
    generation.incrementAndGet();
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    loop.work(0);
    awaitDone(loop);
    current = null;
    if (loop.failure().thrown != null) {
      throw new IllegalStateException("A kernel failed", loop.failure().thrown);
    }
  }

  /** Spins a little, then lets other threads run: the processor may be busy with the last tasks. */
  private static void awaitDone(Loop loop) {
    long started = System.nanoTime();
    while (loop.done().get() < loop.count()) {
      if (System.nanoTime() - started < SPIN_NANOS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void serve(int thread) {
    long seen = 0;
    while (!closed) {
      seen = awaitAfter(seen);
      Loop loop = current;
      if (loop != null) {
        loop.work(thread);
      }
    }
  }

  /** Spins a little, then parks, until the generation has passed {@code seen}. */
  private long awaitAfter(long seen) {
    long started = System.nanoTime();
    long now = generation.get();
    while (now == seen && !closed) {
      if (System.nanoTime() - started < SPIN_NANOS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
      now = generation.get();
    }
    return now;
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }
}
