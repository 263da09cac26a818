package io.palindrome.model.kernel.cuda.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads which device code a library holds, from the headers of its CUDA fat binaries: a header of
 * 16 bytes (magic number, version 1, its size, bytes that follow), then images, each with a header
 * that says its kind, its size and its compute capability.
 */
final class FatBinary {
  private static final int MAGIC = 0xBA55ED50;
  private static final int HEADER_BYTES = 16;
  private static final int IMAGE_HEADER_BYTES = 64;
  private static final int LONGEST_IMAGE_HEADER = 1 << 16;
  private static final int ALIGNMENT = 8;
  private static final long WINDOW = 1L << 30;

  private final FileChannel file;
  private final Set<Integer> machineCode = new TreeSet<>();
  private final Set<Integer> ptx = new TreeSet<>();

  private FatBinary(FileChannel file) {
    this.file = file;
  }

  /** The device code of a library; none if it has no fat binary. */
  static DeviceImages images(Path library) throws IOException {
    try (FileChannel file = FileChannel.open(library)) {
      FatBinary reader = new FatBinary(file);
      reader.scan();
      return new DeviceImages(reader.machineCode, reader.ptx);
    }
  }

  /** Fat binaries begin at multiples of 8 bytes, which makes the search quick. */
  private void scan() throws IOException {
    long size = file.size();
    long next = 0;
    for (long start = 0; start < size; start += WINDOW) {
      long length = Math.min(WINDOW, size - start);
      MappedByteBuffer window = file.map(FileChannel.MapMode.READ_ONLY, start, length);
      window.order(ByteOrder.LITTLE_ENDIAN);
      long at = Math.max(start, next);
      while (at + Integer.BYTES <= start + length) {
        at = window.getInt((int) (at - start)) == MAGIC ? afterFatBinary(at, size) : at + ALIGNMENT;
      }
      next = at;
    }
  }

  private long afterFatBinary(long at, long size) throws IOException {
    ByteBuffer header = bytes(at, HEADER_BYTES);
    int version = header.getShort(4);
    int headerBytes = header.getShort(6);
    long body = header.getLong(8);
    if (version != 1
        || headerBytes != HEADER_BYTES
        || body < 0
        || body > size - at - HEADER_BYTES) {
      return at + ALIGNMENT;
    }
    long end = at + HEADER_BYTES + body;
    long image = at + HEADER_BYTES;
    while (image + IMAGE_HEADER_BYTES <= end) {
      ByteBuffer one = bytes(image, IMAGE_HEADER_BYTES);
      long imageHeader = Integer.toUnsignedLong(one.getInt(4));
      long stored = one.getLong(8);
      if (imageHeader < IMAGE_HEADER_BYTES
          || imageHeader > LONGEST_IMAGE_HEADER
          || stored < 0
          || stored > end - image) {
        break;
      }
      add(one.getShort(0), one.getInt(28));
      image += imageHeader + stored;
    }
    return (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private void add(int kind, int computeCapability) {
    if (kind == 1) {
      ptx.add(computeCapability);
    } else if (kind == 2) {
      machineCode.add(computeCapability);
    }
  }

  private ByteBuffer bytes(long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    int read = 0;
    while (read >= 0 && buffer.hasRemaining()) {
      read = file.read(buffer, at + buffer.position());
    }
    return buffer;
  }
}
