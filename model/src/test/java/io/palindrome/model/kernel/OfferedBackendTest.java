package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4jBackend;

class OfferedBackendTest {
  private static final String SERVICES = "META-INF/services/";

  @TempDir Path folder;

  /** As in a build with several backends, whose files of services name all of them. */
  private ClassLoader withServices(String service, String... names) throws IOException {
    Path services = Files.createDirectories(folder.resolve(SERVICES));
    Files.write(services.resolve(service), List.of(names));
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, OfferedBackendTest.class.getClassLoader());
  }

  private static List<String> providers(ClassLoader loader) {
    return ServiceLoader.load(Nd4jBackend.class, loader).stream()
        .map(provider -> provider.type().getName())
        .toList();
  }

  @Test
  void nd4jSeesTheOfferedBackendAlone() throws IOException {
    String other = OtherBackend.class.getName();
    ClassLoader both = withServices(Nd4jBackend.class.getName(), other);
    assertThat(providers(both)).contains(other, "org.nd4j.linalg.cpu.nativecpu.CpuBackend");
    assertThat(providers(new OfferedBackend.OneBackend(both, OfferedBackend.CPU.service())))
        .containsExactly("org.nd4j.linalg.cpu.nativecpu.CpuBackend");
  }

  @Test
  void nd4jStartsWithTheOfferedBackend() throws Exception {
    ClassLoader both = withServices(Nd4jBackend.class.getName(), OtherBackend.class.getName());
    ClassLoader saved = ND4JClassLoading.getNd4jClassloader();
    try {
      ND4JClassLoading.setNd4jClassloader(both);
      assertThat(Nd4jBackend.load()).isInstanceOf(OtherBackend.class);
      ND4JClassLoading.setNd4jClassloader(
          new OfferedBackend.OneBackend(both, OfferedBackend.CPU.service()));
      assertThat(Nd4jBackend.load().getClass().getName())
          .isEqualTo("org.nd4j.linalg.cpu.nativecpu.CpuBackend");
    } finally {
      ND4JClassLoading.setNd4jClassloader(saved);
    }
  }

  @Test
  void otherServicesAreSeenAsTheyAre() throws IOException {
    ClassLoader parent = withServices("some.Service", "some.Provider");
    ClassLoader one = new OfferedBackend.OneBackend(parent, OfferedBackend.CPU.service());
    assertThat(one.getResources(SERVICES + "some.Service").nextElement())
        .isEqualTo(parent.getResource(SERVICES + "some.Service"));
  }

  @Test
  void everyOfferNamesItsBackend() throws IOException {
    for (OfferedBackend backend : OfferedBackend.values()) {
      assertThat(backend.service()).isNotNull();
    }
    assertThat(OfferedBackend.CPU.isOnClassPath()).isTrue();
    assertThat(OfferedBackend.CUDA.isOnClassPath()).isFalse();
  }

  @Test
  void aProcessOfTheCpuCannotTurnToCuda() {
    OfferedBackend.CPU.checkAfter(OfferedBackend.CUDA);
    OfferedBackend.CUDA.checkAfter(OfferedBackend.CUDA);
    assertThatThrownBy(() -> OfferedBackend.CUDA.checkAfter(OfferedBackend.CPU))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot offer ND4J the backend cuda: this process was offered cpu before; set one"
                + " runtime.device for all of it");
  }
}
