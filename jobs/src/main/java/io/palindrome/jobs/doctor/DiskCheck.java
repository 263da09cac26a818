package io.palindrome.jobs.doctor;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.device.Diagnosis;
import io.palindrome.jobs.planning.Bytes;
import io.palindrome.model.optimizer.Optimizer;
import io.palindrome.model.parameter.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;

/**
 * Room on disk: for checkpoints, for what a round sends, for native libraries.
 *
 * @param out where runs are written
 */
record DiskCheck(RunConfig config, SparkConf spark, Path out) {
  /** What ND4J's libraries take unpacked, in a build for the CPU. */
  private static final long LIBRARIES = 512L << 20;

  List<Diagnosis> diagnoses() {
    ParameterLayout layout = ParameterLayout.of(config.model());
    long state =
        (layout.parameterCount() + Optimizer.of(config.train().optimizer(), layout).stateLength())
            * Float.BYTES;
    List<Diagnosis> all = new ArrayList<>();
    int kept = config.train().checkpoint().keep() + 1;
    all.add(of("run folder", out, kept * state, "%d checkpoints".formatted(kept)));
    int workers = config.train().averaging().workers();
    for (Path folder : sparkFolders(System.getenv())) {
      all.add(of("spark folder", folder, 2L * workers * state, "2 rounds of vectors"));
    }
    all.add(
        of(
            "temporary folder",
            Path.of(System.getProperty("java.io.tmpdir")),
            LIBRARIES,
            "native libraries"));
    return all;
  }

  /** As Spark's processes choose them. */
  private List<Path> sparkFolders(Map<String, String> environment) {
    String folders =
        environment.getOrDefault(
            "SPARK_LOCAL_DIRS", spark.get("spark.local.dir", System.getProperty("java.io.tmpdir")));
    return Arrays.stream(folders.split(",", -1))
        .map(String::strip)
        .filter(folder -> !folder.isEmpty())
        .distinct()
        .map(Path::of)
        .toList();
  }

  /** A folder that is not there yet is made in the nearest one above it. */
  static Diagnosis of(String subject, Path folder, long bytes, String what) {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    String needed = "%s for %s".formatted(Bytes.text(bytes), what);
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return Diagnosis.failed(
          subject,
          there + " that cannot be written",
          needed,
          "give rights to it, or use another folder");
    }
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String found = "%s free in %s".formatted(Bytes.text(free), there);
      return free >= bytes
          ? Diagnosis.ok(subject, found, needed)
          : Diagnosis.failed(subject, found, needed, "make room, or use another folder");
    } catch (IOException e) {
      return Diagnosis.warning(
          subject, there + " of unknown size (" + e + ")", needed, "look at df -h " + there);
    }
  }
}
