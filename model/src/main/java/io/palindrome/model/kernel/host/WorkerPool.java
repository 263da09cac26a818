package io.palindrome.model.kernel.host;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A fixed set of threads that share one loop at a time. Which thread runs which index is left open,
 * so loop bodies must write to places of their own; then the result does not depend on the number
 * of threads. The caller works too. One caller at a time.
 */
final class WorkerPool implements AutoCloseable {
  private static final long SPIN_NANOS = 50_000;

  /** One loop: its body, how many indices it has, the next one, and how many are done. */
  private record Loop(
      IntConsumer body, int count, AtomicInteger next, AtomicInteger done, Failure failure) {
    void work() {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
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
      threads[i] = new Thread(this::serve, "palindrome-kernel-" + (i + 1));
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
    Loop loop = new Loop(body, count, new AtomicInteger(), new AtomicInteger(), new Failure());
    current = loop;
    generation.incrementAndGet();
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    loop.work();
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

  private void serve() {
    long seen = 0;
    while (!closed) {
      seen = awaitAfter(seen);
      Loop loop = current;
      if (loop != null) {
        loop.work();
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
