package io.palindrome.model.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The file operations that checkpoints need, below one root folder. Paths are relative and use '/'.
 * A cluster's file system fits behind it.
 */
public interface CheckpointStorage {
  /** The full path for messages. */
  String describe(String path);

  /** Whether a file or folder of that path is there. */
  boolean exists(String path) throws IOException;

  /** Names in a folder, sorted; none if there is no such folder. */
  List<String> list(String folder) throws IOException;

  /** Opens a file for reading. */
  ByteSource open(String path) throws IOException;

  /** Creates or empties a file, with its folders. Its bytes are durable once it is closed. */
  OutputStream create(String path) throws IOException;

  /** Atomic. A file that is there is replaced; a folder that is there is an error. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file, or a folder with all in it; nothing happens if it is not there. */
  void delete(String path) throws IOException;
}
