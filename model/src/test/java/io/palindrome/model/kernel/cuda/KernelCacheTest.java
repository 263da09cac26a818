package io.palindrome.model.kernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  private static final byte[] IMAGE = {1, 2, 3, 4, 5};
  private static final KernelImage KEY = key("unit.cu", "text", List.of("--a", "--b"), 90, "11.8");

  @TempDir Path folder;

  private static KernelImage key(
      String name, String text, List<String> options, int device, String compiler) {
    return new KernelImage(
        new KernelSources.Unit(name, text, List.of()), options, device, compiler);
  }

  private static byte[] notAgain() {
    throw new AssertionError("compiled again");
  }

  @Test
  void compilesOnce() {
    KernelCache cache = new KernelCache(folder.resolve("made").resolve("when needed"));
    assertThat(cache.get(KEY, () -> IMAGE)).isEqualTo(IMAGE);
    assertThat(cache.get(KEY, KernelCacheTest::notAgain)).isEqualTo(IMAGE);
  }

  @Test
  void keepsApartWhatDiffersInAnything() {
    KernelCache cache = new KernelCache(folder);
    List<KernelImage> keys =
        List.of(
            KEY,
            key("other.cu", "text", KEY.options(), 90, "11.8"),
            key("unit.cu", "texts", KEY.options(), 90, "11.8"),
            key("unit.cu", "text", List.of("--a--b"), 90, "11.8"),
            key("unit.cu", "text", List.of("--b", "--a"), 90, "11.8"),
            key("unit.cu", "text", KEY.options(), 86, "11.8"),
            key("unit.cu", "text", KEY.options(), 90, "11.6"));
    for (int i = 0; i < keys.size(); i++) {
      byte[] image = {(byte) i};
      cache.get(keys.get(i), () -> image);
    }
    for (int i = 0; i < keys.size(); i++) {
      assertThat(cache.get(keys.get(i), KernelCacheTest::notAgain)).containsExactly(i);
    }
  }

  @Test
  void compilesAnewWhatIsDamaged() throws IOException {
    KernelCache cache = new KernelCache(folder);
    cache.get(KEY, () -> IMAGE);
    Path file = cache.file(KEY);
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {0, 20, whole.length - 1}) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertThat(cache.get(KEY, () -> new byte[] {9})).containsExactly(9);
    }
    for (int length : new int[] {0, 30, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(cache.get(KEY, () -> IMAGE)).isEqualTo(IMAGE);
      assertThat(file).hasBinaryContent(whole);
    }
  }

  @Test
  void manyAtOnceLeaveOneWholeFile() throws IOException {
    KernelCache cache = new KernelCache(folder);
    byte[] large = new byte[1 << 20];
    assertThat(IntStream.range(0, 32).parallel().mapToObj(i -> cache.get(KEY, () -> large)))
        .allMatch(image -> image.length == large.length);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(cache.file(KEY));
    }
  }

  @Test
  void worksWithoutAFolder() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("file"), "");
    KernelCache cache = new KernelCache(notAFolder);
    assertThat(cache.get(KEY, () -> IMAGE)).isEqualTo(IMAGE);
    assertThat(cache.get(KEY, () -> IMAGE)).isEqualTo(IMAGE);
  }

  @Test
  void liesWhereTheEnvironmentSays() {
    assertThat(KernelCache.of(Map.of("PALINDROME_KERNEL_CACHE", "/a", "XDG_CACHE_HOME", "/b")))
        .isEqualTo(new KernelCache(Path.of("/a")));
    assertThat(KernelCache.of(Map.of("XDG_CACHE_HOME", "/b")))
        .isEqualTo(new KernelCache(Path.of("/b/palindrome/kernels")));
    assertThat(KernelCache.of(Map.of()).folder()).endsWithRaw(Path.of(".cache/palindrome/kernels"));
  }
}
