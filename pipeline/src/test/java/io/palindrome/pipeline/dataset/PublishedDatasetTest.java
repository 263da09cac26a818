package io.palindrome.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DataException;
import io.palindrome.pipeline.dataset.DatasetManifest.DataFile;
import io.palindrome.pipeline.dataset.DatasetManifest.Input;
import io.palindrome.pipeline.dataset.DatasetManifest.LengthBucketCount;
import io.palindrome.pipeline.dataset.DatasetManifest.SplitCount;
import io.palindrome.pipeline.dataset.DatasetManifest.StageCount;
import io.palindrome.pipeline.dataset.DatasetManifest.TokenizerFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedDatasetTest {
  private static final DatasetManifest MANIFEST =
      new DatasetManifest(
          1,
          "run:1",
          "aa",
          "bb",
          new TokenizerFacts("byte", 260, 2, "cc"),
          1,
          List.of(new StageCount("ingest", 2, 1, Map.of("binary", 1L))),
          List.of(new SplitCount("train", 2, 1, 100, 128, 98)),
          List.of(new LengthBucketCount("train", 4096, 2, 100, 128, 98)),
          List.of(new Input("a.txt", "file:/a.txt", 99, "dd")),
          List.of(new DataFile("split=train/bucket=4096/part-0.parquet", 5)),
          "a = 1\n");

  private final Configuration hadoop = new Configuration();

  @TempDir Path root;

  @BeforeEach
  void publish() throws IOException {
    RunDirectory directory = new RunDirectory(hadoop, root.toString(), "run:1");
    Path file = run().resolve("split=train/bucket=4096/part-0.parquet");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "12345");
    directory.complete(MANIFEST);
    directory.publish();
  }

  @Test
  void manifestIsReadAsItWasWritten() throws IOException {
    assertThat(open().manifest()).isEqualTo(MANIFEST);
    assertThat(open().directory()).isEqualTo("file:" + run());
    assertThat(Files.readString(root.resolve("_current"))).isEqualTo("run-1\n");
    assertThat(Files.readString(run().resolve("_manifest.json")))
        .startsWith("{\n  \"version\" : 1,\n  \"run_id\" : \"run:1\",\n");
    try (var files = Files.list(root)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("_current", "runs");
    }
  }

  @Test
  void saysThatTheDirectoryIsMissing() {
    String nowhere = root + "/nowhere";
    assertThatThrownBy(() -> PublishedDataset.open(hadoop, nowhere))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot open dataset %s: no such directory; run prepare with --out %s",
            nowhere, nowhere);
  }

  @Test
  void saysThatAFileIsMissingOrCut() throws IOException {
    Path file = run().resolve("split=train/bucket=4096/part-0.parquet");
    Files.writeString(file, "1234");
    assertFails(
        "split=train/bucket=4096/part-0.parquet has 4 bytes, but its manifest says 5;"
            + " prepare the data again under a new run id");
    Files.delete(file);
    assertFails(
        "split=train/bucket=4096/part-0.parquet of its manifest is missing;"
            + " prepare the data again under a new run id");
  }

  @Test
  void saysThatTheManifestIsDamagedOrTooNew() throws IOException {
    Path manifest = run().resolve("_manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"version\" : 1", "\"version\" : 2"));
    assertFails(
        "its _manifest.json is of version 2 and this program reads up to version 1;"
            + " use the program that wrote it");
    Files.writeString(manifest, "{}");
    assertFails("its _manifest.json is damaged: it has no version; prepare the data again");
    Files.writeString(manifest, text.substring(0, text.length() / 2));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "Cannot open dataset " + root + ": its _manifest.json is damaged (");
    Files.writeString(manifest, text.replace("\"fingerprint\" : \"bb\",", ""));
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("its _manifest.json is damaged (")
        .hasMessageContaining("fingerprint");
  }

  @Test
  void aPointerIsReplacedWhole() throws IOException {
    RunDirectory next = new RunDirectory(hadoop, root.toString(), "run-9");
    next.complete(MANIFEST);
    next.publish();
    assertThat(Files.readString(root.resolve("_current"))).isEqualTo("run-9\n");
  }

  private void assertFails(String factAndAdvice) {
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot open dataset %s: %s", root, factAndAdvice);
  }

  private PublishedDataset open() {
    return PublishedDataset.open(hadoop, root.toString());
  }

  private Path run() {
    return root.resolve("runs/run-1");
  }
}
