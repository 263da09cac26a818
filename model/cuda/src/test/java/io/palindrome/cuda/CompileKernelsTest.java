package io.palindrome.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.model.kernel.cuda.KernelCache;
import io.palindrome.model.kernel.cuda.KernelImage;
import io.palindrome.model.kernel.cuda.KernelSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileKernelsTest {
  private static final int GPU = 80;

  @TempDir private static Path folder;

  @BeforeAll
  static void fill() {
    TestDriver.load();
    CompileKernels.main(new String[] {folder.toString(), String.valueOf(GPU)});
  }

  @Test
  void aProcessThatTakesTheFolderCompilesNothing() {
    KernelCache cache = KernelCache.of(Map.of(KernelCache.FOLDER_VARIABLE, folder.toString()));
    NvrtcCompiler compiler = new NvrtcCompiler(GPU);
    for (KernelSources.Unit unit : KernelSources.units()) {
      KernelImage key = compiler.image(unit);
      byte[] image =
          cache.get(
              key,
              () -> {
                throw new AssertionError("compiled " + unit.name());
              });
      assertThat(new String(image, StandardCharsets.ISO_8859_1)).startsWith("\u007fELF");
    }
  }

  @Test
  void theFolderHasAFileForEachUnitAlone() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSameSizeAs(KernelSources.units());
    }
  }

  @Test
  void anotherGpuIsAnotherImage() {
    NvrtcCompiler other = new NvrtcCompiler(86);
    KernelImage key = other.image(KernelSources.units().get(0));
    assertThatThrownBy(
            () ->
                new KernelCache(folder)
                    .get(
                        key,
                        () -> {
                          throw new IllegalStateException("compiles");
                        }))
        .hasMessage("compiles");
  }

  @Test
  void argumentsAreAFolderAndACapability() {
    assertThatThrownBy(() -> CompileKernels.main(new String[0]))
        .hasMessage("arguments must be a folder and a compute capability such as 90, but are 0");
  }
}
