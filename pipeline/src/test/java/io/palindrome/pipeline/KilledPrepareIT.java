package io.palindrome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.pipeline.dataset.PublishedDataset;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies while it writes. */
class KilledPrepareIT {
  private final SparkSession session = TestSpark.session();

  @TempDir Path folder;

  @Test
  void aKilledRunLeavesThePublishedDatasetAloneAndCanBeRepeated()
      throws IOException, InterruptedException {
    Path in = SmallLibrary.write(folder.resolve("in"), KilledPrepare.DOCUMENTS);
    Path out = folder.resolve("out");
    PreparedDataset published =
        PrepareStages.run(session, Requests.of(in, out, "run-1"), PrepareProgress.SILENT);
    Map<String, String> before = Snapshot.of(out);

    assertThat(runInOwnJvm(in, out)).isEqualTo(KilledPrepare.EXIT);
    Path unfinished = out.resolve("runs/run-2");
    assertThat(unfinished.resolve("_temporary")).isDirectory();
    assertThat(unfinished.resolve("_manifest.json")).doesNotExist();
    assertThat(Snapshot.of(unfinished).keySet()).anyMatch(name -> name.endsWith(".parquet"));
    assertThat(Snapshot.of(out)).containsAllEntriesOf(before);
    assertThat(open(out))
        .isEqualTo(new PublishedDataset(published.directory(), published.manifest()));

    PreparedDataset repeated =
        PrepareStages.run(session, KilledPrepare.request(in, out), PrepareProgress.SILENT);
    assertThat(repeated.written()).isTrue();
    assertThat(repeated.manifest().files()).hasSize(KilledPrepare.DOCUMENTS);
    assertThat(repeated.manifest().fingerprint()).isEqualTo(published.manifest().fingerprint());
    assertThat(open(out).manifest()).isEqualTo(repeated.manifest());
    assertThat(session.read().parquet(repeated.directory()).count())
        .isEqualTo(KilledPrepare.DOCUMENTS);
  }

  private static PublishedDataset open(Path directory) {
    return PublishedDataset.open(new Configuration(), directory.toString());
  }

  private int runInOwnJvm(Path in, Path out) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.add("-Xmx1g");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(KilledPrepare.class.getName());
    command.add(in.toString());
    command.add(out.toString());
    Path log = folder.resolve("killed.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
