package io.palindrome.cuda;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/**
 * Loads NVRTC. It opens a library of its own by a name that tells CUDA's minor version, for which
 * JavaCPP does not look when classes and libraries are of different versions; loaded before, it is
 * found.
 */
final class NvrtcLibrary {
  private static final String FOLDER = "/org/bytedeco/cuda/linux-x86_64/";

  private NvrtcLibrary() {}

  private static final class Loaded {
    static final String LIBRARY = loadAll();
  }

  /** Loads it once. */
  static String load() {
    return Loaded.LIBRARY;
  }

  private static String loadAll() {
    Stream.of("11.8", "11.6")
        .map(version -> Loader.class.getResource(FOLDER + "libnvrtc-builtins.so." + version))
        .filter(url -> url != null)
        .findFirst()
        .ifPresent(NvrtcLibrary::loadResource);
    return Loader.load(nvrtc.class);
  }

  private static void loadResource(URL url) {
    try {
      File file = Loader.cacheResource(url);
      Loader.loadGlobal(file.getPath());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack " + url, e);
    }
  }
}
