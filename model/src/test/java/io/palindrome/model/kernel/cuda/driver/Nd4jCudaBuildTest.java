package io.palindrome.model.kernel.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.cuda.driver.DeviceImages.Kind;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which build has code for which GPU, and where its libraries are. */
class Nd4jCudaBuildTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "compute capability {0}")
  @CsvSource({
    "30, NONE, NONE",
    "35, NONE, MACHINE_CODE",
    "37, MACHINE_CODE, MACHINE_CODE",
    "72, MACHINE_CODE, MACHINE_CODE",
    "80, MACHINE_CODE, MACHINE_CODE",
    "89, MACHINE_CODE, MACHINE_CODE",
    "90, NONE, PTX",
    "120, NONE, PTX"
  })
  void knowsHowEachGpuRunsEachRelease(int capability, Kind cuda, Kind hopper) {
    assertThat(Nd4jCudaBuild.CUDA_11_6.published().of(capability)).isEqualTo(cuda);
    assertThat(Nd4jCudaBuild.CUDA_11_8.published().of(capability)).isEqualTo(hopper);
  }

  @Test
  void namesTheProfileOfAGpu() {
    assertThat(Nd4jCudaBuild.forCapability(86)).contains(Nd4jCudaBuild.CUDA_11_6);
    assertThat(Nd4jCudaBuild.forCapability(90)).contains(Nd4jCudaBuild.CUDA_11_8);
    assertThat(Nd4jCudaBuild.forCapability(30)).isEmpty();
  }

  @Test
  void ptxNeedsADriverOfItsCompiler() {
    assertThat(Nd4jCudaBuild.CUDA_11_8.driverNeeded(Kind.MACHINE_CODE)).isEqualTo(11_000);
    assertThat(Nd4jCudaBuild.CUDA_11_8.driverNeeded(Kind.PTX)).isEqualTo(11_080);
  }

  @Test
  void findsTheReleaseOnTheClassPath() throws IOException {
    Path marker = folder.resolve("org/nd4j/linalg/jcublas/bindings/Nd4jCuda.class");
    Files.createDirectories(marker.getParent());
    Files.write(marker, new byte[0]);
    try (URLClassLoader classes = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      assertThat(Nd4jCudaBuild.onClassPath(classes)).contains(Nd4jCudaBuild.CUDA_11_6);
    }
    assertThat(Nd4jCudaBuild.onClassPath(getClass().getClassLoader())).isEmpty();
  }

  /** A fat binary with one image of each pair of kind and compute capability. */
  private static byte[] fatBinary(int[]... images) {
    int stored = 24;
    int image = 64 + stored;
    ByteBuffer bytes =
        ByteBuffer.allocate(16 + images.length * image).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0xBA55ED50).putShort((short) 1).putShort((short) 16);
    bytes.putLong((long) images.length * image);
    for (int[] one : images) {
      int at = bytes.position();
      bytes.putShort((short) one[0]).putShort((short) 0x101).putInt(64).putLong(stored);
      bytes.putInt(at + 28, one[1]);
      bytes.position(at + image);
    }
    return bytes.array();
  }

  private Path library(byte[]... parts) throws IOException {
    Path library = folder.resolve("libnd4jcuda.so");
    Files.write(library, new byte[0]);
    for (byte[] part : parts) {
      Files.write(library, part, StandardOpenOption.APPEND);
    }
    return library;
  }

  @Test
  void readsTheCodeOfALibraryThatWasAssembledAheadOfTime() throws IOException {
    byte[] noise = fatBinary(new int[] {2, 50});
    noise[4] = 9; // another version: no header
    library(
        new byte[4096],
        fatBinary(new int[] {2, 80}, new int[] {2, 90}),
        noise,
        new byte[40],
        fatBinary(new int[] {1, 86}),
        new byte[3]);
    LibrarySearch search = new LibrarySearch(List.of(folder), getClass().getClassLoader());
    assertThat(search.images(Nd4jCudaBuild.CUDA_11_8))
        .isEqualTo(new DeviceImages(Set.of(80, 90), Set.of(86)));
    assertThat(search.images(Nd4jCudaBuild.CUDA_11_8).text())
        .isEqualTo("machine code for 8.0, 9.0 and PTX for 8.6");
  }

  @Test
  void withoutALibraryInAFolderTheReleaseCounts() throws IOException {
    LibrarySearch search = new LibrarySearch(List.of(folder), getClass().getClassLoader());
    assertThat(search.images(Nd4jCudaBuild.CUDA_11_6).text())
        .isEqualTo("machine code for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0, 8.6 and no PTX");
  }

  @Test
  void findsLibrariesInFoldersJarsAndByTheLinker() throws IOException {
    Path inFolder = Files.write(folder.resolve("libcublas.so.11"), new byte[0]);
    Path jar = folder.resolve("cuda.jar");
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("org/bytedeco/cuda/linux-x86_64/libcusolver.so.11"));
    }
    try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      LibrarySearch search = new LibrarySearch(List.of(folder), classes);
      assertThat(search.find("libcublas.so.11")).contains(inFolder.toString());
      assertThat(search.find("libcusolver.so.11")).contains("cuda.jar");
      assertThat(search.find("libc.so.6")).isPresent();
      assertThat(search.find("libcudart.so.11.0")).isEqualTo(Optional.empty());
    }
  }
}
