package io.palindrome.model.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file as byte source. */
record FileBytes(String name, FileChannel channel) implements ByteSource {
  static FileBytes open(Path path) throws IOException {
    return new FileBytes(path.toString(), FileChannel.open(path, StandardOpenOption.READ));
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public void read(long position, ByteBuffer into) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new EOFException("it ends at byte %d".formatted(at));
      }
      at += count;
    }
    into.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
