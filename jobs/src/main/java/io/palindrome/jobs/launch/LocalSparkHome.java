package io.palindrome.jobs.launch;

import io.palindrome.conf.ResourceException;
import io.palindrome.conf.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that Spark's embedded workers take for an installed Spark.
 *
 * <p>They look for {@code jars/} in it and write the executors' output below {@code work/}.
 * Executors find their classes on the driver's class path, so {@code jars/} may be empty. Workers
 * read the folder's name from the environment variable SPARK_HOME alone, so the launcher sets it.
 */
final class LocalSparkHome {
  static final String SCALA_VERSION = "2.12";
  private static final int KEPT_APPLICATIONS = 8;

  private LocalSparkHome() {}

  /** Makes what is missing in the folder that {@code environment} names, and returns it. */
  static Path prepare(Map<String, String> environment) {
    String name = environment.get("SPARK_HOME");
    if (name == null || name.isBlank()) {
      throw new UserException(
          "Cannot start local executors: SPARK_HOME is not set; start with ./palindrome, or with"
              + " spark-submit --master");
    }
    Path home = Path.of(name);
    try {
      Files.createDirectories(home.resolve("jars"));
      removeOldOutput(home.resolve("work"));
    } catch (IOException e) {
      throw new ResourceException(
          "Cannot start local executors: cannot write to SPARK_HOME "
              + home
              + " ("
              + e
              + "); make it writable or name another folder",
          e);
    }
    return home;
  }

  /** Executors' output of the last few applications stays; Spark names folders by start time. */
  private static void removeOldOutput(Path work) throws IOException {
    if (!Files.isDirectory(work)) {
      return;
    }
    List<Path> newestFirst;
    try (Stream<Path> applications = Files.list(work)) {
      newestFirst = applications.sorted(Comparator.reverseOrder()).toList();
    }
    newestFirst.stream().skip(KEPT_APPLICATIONS).forEach(LocalSparkHome::delete);
  }

  private static void delete(Path folder) {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
