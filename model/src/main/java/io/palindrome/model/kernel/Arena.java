package io.palindrome.model.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The buffers of one worker's step. A buffer that is given back is handed out again for the same
 * length, so the second step of a shape allocates nothing; {@link #trim} frees what a new shape
 * does not need. Not thread-safe.
 */
public final class Arena implements AutoCloseable {
  private final Kernels kernels;
  private final Map<Long, Queue<Storage>> idle = new HashMap<>();
  private final Map<Integer, Queue<Indices>> idleIndices = new HashMap<>();
  private long usedBytes;
  private long peakBytes;
  private long heldBytes;
  private long allocations;

  public Arena(Kernels kernels) {
    this.kernels = kernels;
  }

  /** A dense matrix with undefined content; give it back with {@link #giveBack(Matrix)}. */
  public Matrix take(int rows, int columns) {
    long length = (long) rows * columns;
    Queue<Storage> free = idle.get(length);
    Storage storage = free == null ? null : free.poll();
    long bytes = length * kernels.elementBytes();
    if (storage == null) {
      storage = kernels.allocate(length);
      counted(bytes);
    }
    used(bytes);
    return Matrix.of(storage, rows, columns);
  }

  /** A dense matrix of zeros. */
  public Matrix takeZeros(int rows, int columns) {
    Matrix matrix = take(rows, columns);
    kernels.fill(matrix, 0);
    return matrix;
  }

  /** Indices with undefined content. */
  public Indices takeIndices(int length) {
    Queue<Indices> free = idleIndices.get(length);
    Indices indices = free == null ? null : free.poll();
    long bytes = (long) length * Integer.BYTES;
    if (indices == null) {
      indices = kernels.allocateIndices(length);
      counted(bytes);
    }
    used(bytes);
    return indices;
  }

  /** Takes back a whole matrix that {@link #take} gave; views must not be given back. */
  public void giveBack(Matrix matrix) {
    idle.computeIfAbsent(matrix.storage().length(), length -> new ArrayDeque<>())
        .add(matrix.storage());
    usedBytes -= matrix.storage().length() * kernels.elementBytes();
  }

  /** Takes back indices. */
  public void giveBack(Indices indices) {
    idleIndices.computeIfAbsent(indices.length(), length -> new ArrayDeque<>()).add(indices);
    usedBytes -= (long) indices.length() * Integer.BYTES;
  }

  private void counted(long bytes) {
    allocations++;
    heldBytes += bytes;
  }

  private void used(long bytes) {
    usedBytes += bytes;
    peakBytes = Math.max(peakBytes, usedBytes);
  }

  /** Frees every idle buffer: call it when the shape of the steps changes. */
  public void trim() {
    List<Queue<Storage>> storages = new ArrayList<>(idle.values());
    storages.forEach(free -> free.forEach(Storage::close));
    idleIndices.values().forEach(free -> free.forEach(Indices::close));
    idle.clear();
    idleIndices.clear();
    heldBytes = usedBytes;
  }

  /** Bytes in use now. */
  public long usedBytes() {
    return usedBytes;
  }

  /** Most bytes that were in use at once since {@link #resetPeak}. */
  public long peakBytes() {
    return peakBytes;
  }

  /** Bytes in use or idle. */
  public long heldBytes() {
    return heldBytes;
  }

  /** Buffers allocated so far. */
  public long allocations() {
    return allocations;
  }

  /** Starts measuring the peak anew. */
  public void resetPeak() {
    peakBytes = usedBytes;
  }

  @Override
  public void close() {
    trim();
  }
}
