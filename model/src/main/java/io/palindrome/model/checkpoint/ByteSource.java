package io.palindrome.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is read at positions. Not for use by several threads. */
public interface ByteSource extends Closeable {
  /** The file's name in messages. */
  String name();

  /** Bytes in the file. */
  long size() throws IOException;

  /**
   * Fills {@code into} up to its limit from {@code position} on, then flips it.
   *
   * @throws java.io.EOFException if the file ends before
   */
  void read(long position, ByteBuffer into) throws IOException;
}
