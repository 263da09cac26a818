package io.palindrome.model.checkpoint;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Checkpoint storage in a folder of the local file system. */
public record LocalStorage(Path root) implements CheckpointStorage {
  private static final int BUFFER_BYTES = 1 << 16;

  @Override
  public String describe(String path) {
    return root.resolve(path).toString();
  }

  @Override
  public boolean exists(String path) {
    return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    Path path = root.resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public ByteSource open(String path) throws IOException {
    return FileBytes.open(root.resolve(path));
  }

  @Override
  public OutputStream create(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new DurableOutput(new FileOutputStream(file.toFile()));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String path) throws IOException {
    if (!exists(path)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(root.resolve(path))) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }

  /** Buffers, and reaches the disk before it is closed. */
  private static final class DurableOutput extends BufferedOutputStream {
    private final FileOutputStream file;
    private boolean closed;

    DurableOutput(FileOutputStream file) {
      super(file, BUFFER_BYTES);
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (file) {
        flush();
        file.getChannel().force(true);
      }
    }
  }
}
