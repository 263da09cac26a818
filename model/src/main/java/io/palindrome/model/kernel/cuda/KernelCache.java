package io.palindrome.model.kernel.cuda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compiled kernels on disk, one file for each {@link KernelImage}: a magic number, the SHA-256 of
 * the image, the image. Files appear whole, by a rename, so that processes may share a folder; a
 * file that is damaged is compiled anew. Where the folder cannot be written, every process compiles
 * for itself.
 *
 * @param folder made when it is needed
 */
public record KernelCache(Path folder) {
  /** The environment variable that names the folder. */
  public static final String FOLDER_VARIABLE = "PALINDROME_KERNEL_CACHE";

  private static final byte[] MAGIC = "palknl01".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH_BYTES = 32;

  /**
   * The cache of this process: {@link #FOLDER_VARIABLE}, else {@code palindrome/kernels} under the
   * user's folder for caches.
   *
   * @param environment variables of the process
   */
  public static KernelCache of(Map<String, String> environment) {
    String own = environment.getOrDefault(FOLDER_VARIABLE, "");
    if (!own.isBlank()) {
      return new KernelCache(Path.of(own));
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path parent =
        caches.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches);
    return new KernelCache(parent.resolve("palindrome").resolve("kernels"));
  }

  /**
   * The image, from disk where it lies there whole.
   *
   * @param compile called otherwise
   */
  public byte[] get(KernelImage key, Supplier<byte[]> compile) {
    Path file = file(key);
    Optional<byte[]> kept = read(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] image = compile.get();
    keep(file, image);
    return image;
  }

  Path file(KernelImage key) {
    byte[] hash = hash(key.text().getBytes(StandardCharsets.UTF_8));
    return folder.resolve(key.unit().name() + "-" + HexFormat.of().formatHex(hash, 0, 16));
  }

  private static Optional<byte[]> read(Path file) {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      return Optional.empty();
    }
    int first = MAGIC.length + HASH_BYTES;
    if (content.length < first
        || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    byte[] image = Arrays.copyOfRange(content, first, content.length);
    boolean whole = Arrays.equals(content, MAGIC.length, first, hash(image), 0, HASH_BYTES);
    return whole ? Optional.of(image) : Optional.empty();
  }

  private static void keep(Path file, byte[] image) {
    ByteBuffer content = ByteBuffer.allocate(MAGIC.length + HASH_BYTES + image.length);
    content.put(MAGIC).put(hash(image)).put(image);
    try {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), file.getFileName() + "-", ".part");
      try {
        Files.write(part, content.array());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // The next process compiles again, which costs a second.
      return;
    }
  }

  private static byte[] hash(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java without SHA-256", e);
    }
  }
}
