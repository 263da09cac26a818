package io.palindrome.model.kernel.cuda.driver;

import com.sun.jna.NativeLibrary;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds native libraries where ND4J will: in the folders of {@code java.library.path}, in the jars
 * of CUDA's libraries, and where the dynamic linker looks.
 *
 * @param folders of {@code java.library.path}
 * @param classes whose class path has the jars
 */
public record LibrarySearch(List<Path> folders, ClassLoader classes) {
  private static final String IN_JARS = "org/bytedeco/cuda/linux-x86_64/";
  private static final String ND4J = "libnd4jcuda.so";

  public LibrarySearch {
    folders = List.copyOf(folders);
  }

  /** As this process searches. */
  public static LibrarySearch ofThisProcess() {
    List<Path> folders =
        Arrays.stream(System.getProperty("java.library.path", "").split(File.pathSeparator, -1))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .toList();
    return new LibrarySearch(folders, LibrarySearch.class.getClassLoader());
  }

  /** Where a library was found, in words; empty if nowhere. */
  public Optional<String> find(String library) {
    Optional<Path> file = file(library);
    if (file.isPresent()) {
      return file.map(Path::toString);
    }
    URL resource = classes.getResource(IN_JARS + library);
    if (resource != null) {
      String jar = resource.getPath().replaceAll("!.*", "");
      return Optional.of(jar.substring(jar.lastIndexOf('/') + 1));
    }
    return NativeCalls.open(library).isPresent()
        ? Optional.of(NativeLibrary.getInstance(library).getFile().toString())
        : Optional.empty();
  }

  /** The device code that ND4J has here: of a library in a folder, or as it was released. */
  public DeviceImages images(Nd4jCudaBuild build) throws IOException {
    Optional<Path> file = file(ND4J);
    return file.isPresent() ? FatBinary.images(file.get()) : build.published();
  }

  private Optional<Path> file(String library) {
    return folders.stream()
        .map(folder -> folder.resolve(library))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
