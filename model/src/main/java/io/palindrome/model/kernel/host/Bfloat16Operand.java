package io.palindrome.model.kernel.host;

import java.nio.ShortBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;

/**
 * A block of an operand in bfloat16, outside of Java's heap: runs of elements that are contiguous
 * in the operand, cut into pieces; all first pieces lie one after the other, then all second ones.
 * Runs and their elements beyond the operand are 0.
 */
final class Bfloat16Operand implements AutoCloseable {
  private static final int RUNS_PER_TASK = 32;

  private final AlignedMemory memory = new AlignedMemory();
  private ShortBuffer values;
  private Runs from;
  private int runs;
  private int pieces;
  private int pieceLength;

  /**
   * Runs of a matrix.
   *
   * @param start index of the first
   * @param distance of one run's first element from the next one's
   * @param count of runs
   * @param length of each
   */
  record Runs(float[] values, int start, int distance, int count, int length) {}

  /**
   * Takes runs, which are yet to be rounded; there will be {@code runs} of them, padding included,
   * and as many whole pieces as they need.
   */
  void take(Runs from, int runs, int pieceLength) {
    this.from = from;
    this.runs = runs;
    this.pieceLength = pieceLength;
    pieces = (from.length() + pieceLength - 1) / pieceLength;
    long bytes = (long) runs * pieces * pieceLength * Short.BYTES;
    if (memory.grow(bytes)) {
      values = memory.buffer().asShortBuffer();
    }
  }

  /** Number of the pieces of a run. */
  int pieces() {
    return pieces;
  }

  /** Where an element of a piece lies. */
  BytePointer at(int piece, int run, int element) {
    return memory.at(((long) at(piece, run) + element) * Short.BYTES);
  }

  private int at(int piece, int run) {
    return (piece * runs + run) * pieceLength;
  }

  /** Rounds scale times every run by several threads. */
  void round(float scale, WorkerPool workers, ThreadLocal<short[]> scratches) {
    workers.forEach(
        (runs + RUNS_PER_TASK - 1) / RUNS_PER_TASK,
        task -> {
          int first = task * RUNS_PER_TASK;
          round(scale, first, Math.min(first + RUNS_PER_TASK, runs), scratches.get());
        });
  }

  /** Rounds scale times every run. */
  void round(float scale, short[] scratch) {
    round(scale, 0, runs, scratch);
  }

  private void round(float scale, int first, int end, short[] scratch) {
    for (int run = first; run < end; run++) {
      int elements = run < from.count() ? from.length() : 0;
      int at = from.start() + run * from.distance();
      Bfloat16Rounding.round(scale, from.values(), at, scratch, 0, elements);
      Arrays.fill(scratch, elements, pieces * pieceLength, (short) 0);
      for (int piece = 0; piece < pieces; piece++) {
        values.put(at(piece, run), scratch, piece * pieceLength, pieceLength);
      }
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
