package io.palindrome.model.kernel;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.nd4j.common.config.ND4JClassLoading;

/**
 * The backend that ND4J starts with where the class path has several.
 *
 * <p>Left to itself ND4J takes that of CUDA wherever its library loads. Its priorities are read
 * from the environment alone, which a running process cannot change; but it looks for backends
 * through a class loader that can be set, and that one shows it the offered backend only.
 */
public enum OfferedBackend {
  /** nd4j-native. */
  CPU("org/nd4j/linalg/cpu/nativecpu/CpuBackend.class"),
  /** nd4j-cuda. */
  CUDA("org/nd4j/linalg/jcublas/JCublasBackend.class");

  private static final AtomicReference<OfferedBackend> OFFERED = new AtomicReference<>();
  private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

  private final String marker;

  OfferedBackend(String marker) {
    this.marker = marker;
  }

  /** Whether this build has it. */
  public boolean isOnClassPath() {
    return OfferedBackend.class.getClassLoader().getResource(marker) != null;
  }

  /**
   * ND4J of this process starts with this backend, if the class path has it. To be called before
   * ND4J is touched. A process that was offered CUDA may compute on the CPU too.
   *
   * @throws IllegalStateException if this is CUDA and the process was offered the CPU
   */
  public void offer() {
    if (!isOnClassPath()) {
      return;
    }
    OfferedBackend first = OFFERED.compareAndExchange(null, this);
    if (first == null) {
      ND4JClassLoading.setNd4jClassloader(
          new OneBackend(ND4JClassLoading.getNd4jClassloader(), service()));
    } else {
      checkAfter(first);
    }
  }

  /**
   * @throws IllegalStateException if ND4J was started without this
   */
  void checkAfter(OfferedBackend first) {
    if (first == CPU && this == CUDA) {
      throw new IllegalStateException(
          "Cannot offer ND4J the backend cuda: this process was offered cpu before; set one"
              + " runtime.device for all of it");
    }
  }

  /** Names the backend, as a file of {@link java.util.ServiceLoader} does. */
  URL service() {
    return OfferedBackend.class.getResource("backend/" + name().toLowerCase(Locale.ROOT));
  }

  /** Shows what its parent has, but of backends one. */
  static final class OneBackend extends ClassLoader {
    private final URL service;

    OneBackend(ClassLoader parent, URL service) {
      super(parent);
      this.service = service;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE)
          ? Collections.enumeration(Collections.singleton(service))
          : super.getResources(name);
    }
  }
}
