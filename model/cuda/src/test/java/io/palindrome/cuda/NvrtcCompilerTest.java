package io.palindrome.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.ResourceException;
import io.palindrome.model.kernel.cuda.KernelCache;
import io.palindrome.model.kernel.cuda.KernelImage;
import io.palindrome.model.kernel.cuda.KernelSources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NVRTC compiles without a GPU. */
class NvrtcCompilerTest {
  private static final int AMPERE = 80;

  @BeforeAll
  static void load() {
    TestDriver.load();
  }

  static Stream<Arguments> unitsAndGpus() {
    return KernelSources.units().stream()
        .flatMap(unit -> IntStream.of(80, 90).mapToObj(gpu -> Arguments.of(unit.name(), gpu)));
  }

  private static KernelSources.Unit unit(String name) {
    return KernelSources.units().stream()
        .filter(unit -> unit.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0} for {1}")
  @MethodSource("unitsAndGpus")
  void compilesEveryKernel(String name, int gpu) {
    NvrtcCompiler compiler = new NvrtcCompiler(gpu);
    KernelSources.Unit unit = unit(name);
    byte[] image = compiler.compile(compiler.image(unit));
    String content = new String(image, StandardCharsets.ISO_8859_1);
    assertThat(content).startsWith(compiler.givesMachineCode() ? "\u007fELF" : "//");
    assertThat(unit.kernels()).isNotEmpty().allMatch(content::contains);
  }

  @Test
  void givesPtxToGpusThatItDoesNotKnow() {
    NvrtcCompiler compiler = new NvrtcCompiler(199);
    assertThat(compiler.givesMachineCode()).isFalse();
    byte[] image = compiler.compile(compiler.image(unit("elements.cu")));
    assertThat(new String(image, StandardCharsets.US_ASCII)).contains(".target sm_");
  }

  @Test
  void refusesGpusThatAreTooOld() {
    assertThatThrownBy(() -> new NvrtcCompiler(20))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining("Cannot compile kernels for compute capability 2.0: NVRTC 11.");
  }

  @Test
  void showsTheCompilersMessages() {
    NvrtcCompiler compiler = new NvrtcCompiler(AMPERE);
    KernelSources.Unit wrong =
        new KernelSources.Unit("wrong.cu", "#line 7 \"wrong.cu\"\nint x = y;\n", List.of());
    assertThatThrownBy(() -> compiler.compile(compiler.image(wrong)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot compile kernels of wrong.cu with [--gpu-architecture=sm_80")
        .hasMessageContaining("wrong.cu(7)")
        .hasMessageContaining("\"y\" is undefined");
  }

  @Test
  void compilesOnceForACache(@TempDir Path folder) {
    NvrtcCompiler compiler = new NvrtcCompiler(AMPERE);
    KernelCache cache = new KernelCache(folder);
    KernelImage key = compiler.image(unit("elements.cu"));
    byte[] first = cache.get(key, () -> compiler.compile(key));
    assertThat(
            cache.get(
                new NvrtcCompiler(AMPERE).image(unit("elements.cu")),
                () -> {
                  throw new AssertionError("compiled again");
                }))
        .isEqualTo(first);
    assertThat(compiler.compile(key)).as("the same bits").isEqualTo(first);
  }
}
