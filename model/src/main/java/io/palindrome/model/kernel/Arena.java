package io.palindrome.model.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
  private final IdentityHashMap<Object, Purpose> inUse = new IdentityHashMap<>();
  private final Map<Purpose, Long> used = new EnumMap<>(Purpose.class);
  private final Map<Purpose, Long> peaks = new EnumMap<>(Purpose.class);
  private long usedBytes;
  private long peakBytes;
  private long heldBytes;
  private long allocations;

  public Arena(Kernels kernels) {
    this.kernels = kernels;
  }

  /** A dense matrix for scratch; give it back with {@link #giveBack(Matrix)}. */
  public Matrix take(int rows, int columns) {
    return take(Purpose.SCRATCH, rows, columns);
  }

  /** A dense matrix with undefined content; give it back with {@link #giveBack(Matrix)}. */
  public Matrix take(Purpose purpose, int rows, int columns) {
    long length = (long) rows * columns;
    Queue<Storage> free = idle.get(length);
    Storage storage = free == null ? null : free.poll();
    long bytes = length * kernels.elementBytes();
    if (storage == null) {
      storage = kernels.allocate(length);
      counted(bytes);
    }
    used(storage, purpose, bytes);
    return Matrix.of(storage, rows, columns);
  }

  /** A dense matrix of zeros, for scratch. */
  public Matrix takeZeros(int rows, int columns) {
    Matrix matrix = take(rows, columns);
    kernels.fill(matrix, 0);
    return matrix;
  }

  /** Indices for scratch; give them back with {@link #giveBack(Indices)}. */
  public Indices takeIndices(int length) {
    return takeIndices(Purpose.SCRATCH, length);
  }

  /** Indices with undefined content; give them back with {@link #giveBack(Indices)}. */
  public Indices takeIndices(Purpose purpose, int length) {
    Queue<Indices> free = idleIndices.get(length);
    Indices indices = free == null ? null : free.poll();
    long bytes = (long) length * Integer.BYTES;
    if (indices == null) {
      indices = kernels.allocateIndices(length);
      counted(bytes);
    }
    used(indices, purpose, bytes);
    return indices;
  }

  /** Takes back a whole matrix that {@link #take} gave, once; views must not be given back. */
  public void giveBack(Matrix matrix) {
    Storage storage = matrix.storage();
    unused(storage, storage.length() * kernels.elementBytes());
    idle.computeIfAbsent(storage.length(), length -> new ArrayDeque<>()).add(storage);
  }

  /** Takes back indices, once. */
  public void giveBack(Indices indices) {
    unused(indices, (long) indices.length() * Integer.BYTES);
    idleIndices.computeIfAbsent(indices.length(), length -> new ArrayDeque<>()).add(indices);
  }

  private void counted(long bytes) {
    allocations++;
    heldBytes += bytes;
  }

  private void used(Object buffer, Purpose purpose, long bytes) {
    inUse.put(buffer, purpose);
    peaks.merge(purpose, used.merge(purpose, bytes, Long::sum), Math::max);
    usedBytes += bytes;
    peakBytes = Math.max(peakBytes, usedBytes);
  }

  private void unused(Object buffer, long bytes) {
    Purpose purpose = inUse.remove(buffer);
    if (purpose == null) {
      throw new IllegalStateException(
          "Cannot take back a buffer of %d bytes: this arena has not given it out"
              .formatted(bytes));
    }
    used.merge(purpose, -bytes, Long::sum);
    usedBytes -= bytes;
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

  /** Most bytes that were in use for that purpose at once since {@link #resetPeak}. */
  public long peakBytes(Purpose purpose) {
    return peaks.getOrDefault(purpose, 0L);
  }

  /** Buffers allocated so far. */
  public long allocations() {
    return allocations;
  }

  /** Starts measuring the peak anew. */
  public void resetPeak() {
    peakBytes = usedBytes;
    peaks.clear();
    peaks.putAll(used);
  }

  @Override
  public void close() {
    trim();
  }
}
