package io.palindrome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DataException;
import io.palindrome.conf.PrepareConfig;
import io.palindrome.conf.TokenizerConfig;
import io.palindrome.conf.UserException;
import io.palindrome.pipeline.bucket.LengthBucketSchema;
import io.palindrome.pipeline.dataset.DatasetManifest;
import io.palindrome.pipeline.dataset.DatasetManifest.SplitCount;
import io.palindrome.pipeline.dataset.DatasetManifest.StageCount;
import io.palindrome.pipeline.dataset.PublishedDataset;
import io.palindrome.pipeline.token.PackedTokens;
import io.palindrome.pipeline.token.Tokenizer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on local Spark. */
class PrepareIT {
  private final SparkSession session = TestSpark.session();

  @TempDir Path folder;

  @Test
  void preparesNovelsThatPlainSparkReads() throws IOException {
    for (String novel : List.of("emma_158", "dracula_345", "jane-eyre_1260")) {
      copyFromCorpus("novels/" + novel + ".txt");
    }
    List<String> steps = new ArrayList<>();
    PreparedDataset dataset =
        PrepareStages.run(
            session,
            Requests.of(
                List.of(folder.resolve("in")),
                folder.resolve("out"),
                Optional.empty(),
                PrepareConfig.DEFAULT),
            (step, done, total) -> steps.add(step + " " + done + "/" + total));
    assertThat(dataset.written()).isTrue();
    assertThat(steps).endsWith("PUBLISH 0/1", "PUBLISH 1/1");

    List<Row> rows = session.read().parquet(dataset.directory()).orderBy("title").collectAsList();
    assertThat(rows)
        .extracting(row -> row.getAs("title"))
        .containsExactly("Dracula", "Emma", "Jane Eyre an Autobiography");
    Tokenizer tokenizer = Tokenizer.of(TokenizerConfig.DEFAULT);
    for (Row row : rows) {
      byte[] packed = row.getAs("tokens");
      int count = row.getAs("n_tokens");
      int[] tokens = PackedTokens.unpack(packed, row.getAs("token_width"), 0, count);
      assertThat(tokens[0]).isEqualTo(1);
      assertThat(tokens[count - 1]).isEqualTo(2);
      assertThat(row.<Long>getAs("n_bytes")).isEqualTo(count - 2);
      assertThat(row.<Long>getAs("tokens_xxh64")).isEqualTo(PackedTokens.xxh64(packed));
      assertThat(row.<Integer>getAs("padded_length") % 128).isZero();
      assertThat(row.<Integer>getAs("padded_length")).isBetween(count, count + 127);
      assertThat(row.<Integer>getAs("bucket")).isEqualTo(1 << 20);
      assertThat(row.<String>getAs("author")).isNotEmpty();
      assertThat(tokenizer.decode(tokens)).hasSizeGreaterThan(800_000);
    }
    assertThat(tokenizer.decode(PackedTokens.unpack(rows.get(1).getAs("tokens"), 2, 0, 5)))
        .isEqualTo("EMMA");
    assertThat(dataset.manifest().splits())
        .extracting(SplitCount::split)
        .containsExactly("train", "validation");
    assertThat(dataset.manifest().documents()).isEqualTo(3);
    assertThat(dataset.manifest().files()).hasSize(2);
    for (DatasetManifest.DataFile file : dataset.manifest().files()) {
      assertEveryNovelHasAPageOfItsOwn(dataset.directory() + "/" + file.path());
    }
  }

  private static void assertEveryNovelHasAPageOfItsOwn(String file) throws IOException {
    HadoopInputFile input =
        HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file), new Configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      for (BlockMetaData group : reader.getRowGroups()) {
        ColumnChunkMetaData tokens =
            group.getColumns().stream()
                .filter(column -> column.getPath().toDotString().equals("tokens"))
                .findFirst()
                .orElseThrow();
        assertThat(tokens.getCodec()).isEqualTo(CompressionCodecName.ZSTD);
        assertThat(reader.readOffsetIndex(tokens).getPageCount())
            .isEqualTo((int) group.getRowCount());
      }
    }
  }

  @Test
  void columnsAreThoseOfTheDesign() throws IOException {
    PreparedDataset dataset = prepare(SmallLibrary.write(folder.resolve("in"), 3));
    assertThat(session.read().parquet(dataset.directory()).schema().fieldNames())
        .containsExactly(
            "doc_id",
            "content_sha256",
            "source_sha256",
            "source_uri",
            "work_id",
            "title",
            "author",
            "language",
            "license",
            "n_chars",
            "n_bytes",
            "n_tokens",
            "padded_length",
            "token_width",
            "tokens",
            "tokens_xxh64",
            "chapters",
            "quality",
            "flags",
            "tokenizer_fingerprint",
            "schema_version",
            "split",
            "bucket")
        .containsExactly(LengthBucketSchema.DATASET.fieldNames());
  }

  @Test
  void fingerprintDoesNotDependOnFilesOrderOrPlace() throws IOException {
    Path in = SmallLibrary.write(folder.resolve("in"), 6);
    PreparedDataset first = prepare(in);
    Path renamed = folder.resolve("elsewhere/deep");
    Files.createDirectories(renamed);
    for (int i = 0; i < 6; i++) {
      Files.copy(in.resolve("book-%02d.txt".formatted(i)), renamed.resolve((90 - i) + ".txt"));
    }
    PrepareConfig oneFileEach = new PrepareConfig(64L << 20, 0.1, 0.1, 0.0, 1 << 10);
    PreparedDataset second =
        PrepareStages.run(
            session.newSession(),
            Requests.of(
                List.of(folder.resolve("elsewhere")),
                folder.resolve("out2"),
                Optional.empty(),
                oneFileEach),
            PrepareProgress.SILENT);
    assertThat(second.manifest().files()).hasSize(6);
    assertThat(first.manifest().files().size()).isLessThan(6);
    assertThat(second.manifest().fingerprint()).isEqualTo(first.manifest().fingerprint());
    assertThat(second.manifest().request()).isNotEqualTo(first.manifest().request());

    Files.writeString(in.resolve("book-00.txt"), "other text\n");
    PreparedDataset changed = prepare(in);
    assertThat(changed.manifest().fingerprint()).isNotEqualTo(first.manifest().fingerprint());
  }

  @Test
  void repeatedRunChangesNothing() throws IOException {
    Path in = SmallLibrary.write(folder.resolve("in"), 5);
    PreparedDataset first = prepare(in, "run-1");
    Map<String, String> before = Snapshot.of(folder.resolve("out"));
    PreparedDataset second = prepare(in, "run-1");
    assertThat(second.written()).isFalse();
    assertThat(second.manifest()).isEqualTo(first.manifest());
    assertThat(second.directory()).isEqualTo(first.directory());
    assertThat(Snapshot.of(folder.resolve("out"))).isEqualTo(before);

    PreparedDataset derived = prepare(in);
    assertThat(derived.written()).isTrue();
    assertThat(prepare(in).written()).isFalse();
    assertThat(
            PublishedDataset.open(new Configuration(), folder.resolve("out").toString())
                .directory())
        .isEqualTo(derived.directory());
  }

  @Test
  void refusesARunIdOfAnotherInputOrConfiguration() throws IOException {
    Path in = SmallLibrary.write(folder.resolve("in"), 3);
    prepare(in, "run-1");
    Map<String, String> before = Snapshot.of(folder.resolve("out"));
    PrepareConfig other = new PrepareConfig(64L << 20, 0.1, 0.2, 0.0, 20_000);
    assertThatThrownBy(
            () -> run(Requests.of(List.of(in), folder.resolve("out"), Optional.of("run-1"), other)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot prepare run run-1 in file:%s/out: a completed run of that id has other input or another configuration; use another --run-id",
            folder);
    Files.writeString(in.resolve("more.txt"), "more");
    assertThatThrownBy(() -> prepare(in, "run-1"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has other input or another configuration");
    assertThat(Snapshot.of(folder.resolve("out"))).isEqualTo(before);
  }

  @Test
  void takesRunIdsOfAirflow() throws IOException {
    Path in = SmallLibrary.write(folder.resolve("in"), 2);
    PreparedDataset dataset = prepare(in, "manual__2026-11-22T00:00:00+00:00");
    assertThat(dataset.directory()).endsWith("/runs/manual__2026-11-22T00-00-00-00-00");
    assertThat(dataset.manifest().runId()).isEqualTo("manual__2026-11-22T00:00:00+00:00");
    assertThatThrownBy(() -> prepare(in, "a b"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "--run-id must be 1 to 200 ASCII characters without spaces, the first a letter or digit, but is a b");
  }

  @Test
  void aRunThatFailsBeforeItsManifestPublishesNothing() throws IOException {
    Path in = SmallLibrary.write(folder.resolve("in"), 4);
    PreparedDataset first = prepare(in, "run-1");
    Map<String, String> before = Snapshot.of(folder.resolve("out"));
    Files.writeString(in.resolve("more.txt"), "more text\n");
    PrepareRequest second = Requests.of(in, folder.resolve("out"), "run-2");
    PrepareProgress failing =
        (step, done, total) -> {
          if (step == PrepareProgress.Step.PUBLISH) {
            throw new IllegalStateException("power cut");
          }
        };
    assertThatThrownBy(() -> PrepareStages.run(session, second, failing)).hasMessage("power cut");
    assertThat(Snapshot.of(folder.resolve("out"))).containsAllEntriesOf(before);
    assertThat(open("out").directory()).isEqualTo(first.directory());

    PreparedDataset retried = PrepareStages.run(session, second, PrepareProgress.SILENT);
    assertThat(retried.written()).isTrue();
    assertThat(open("out").manifest()).isEqualTo(retried.manifest());
    assertThat(session.read().parquet(retried.directory()).count()).isEqualTo(5);
    assertThat(Snapshot.of(Path.of(URI.create(first.directory()))))
        .isEqualTo(snapshotBelow(before, "runs/run-1/"));
  }

  @Test
  void everyRejectedFileIsCountedAndListed() throws IOException {
    Path in = SmallLibrary.write(folder.resolve("in"), 6);
    Files.copy(in.resolve("book-03.txt"), in.resolve("copy.txt"));
    Files.write(in.resolve("binary.txt"), new byte[] {1, 0, 2});
    Files.write(in.resolve("empty.txt"), new byte[0]);
    Files.writeString(in.resolve("README.md"), "no book");
    Files.writeString(in.resolve("large.txt"), "x".repeat(100_000));
    PrepareConfig tolerant = new PrepareConfig(90_000, 0.4, 0.1, 0.0, 20_000);
    PreparedDataset dataset =
        run(Requests.of(List.of(in), folder.resolve("out"), Optional.empty(), tolerant));
    assertThat(dataset.manifest().stages())
        .containsExactly(
            new StageCount("find", 10, 1, Map.of("not a .txt file", 1L)),
            new StageCount("ingest", 7, 3, Map.of("binary", 1L, "empty", 1L, "too large", 1L)),
            new StageCount("clean", 7, 0, Map.of()),
            new StageCount("deduplicate", 6, 1, Map.of("same text", 1L)));
    assertThat(Files.readAllLines(quarantine(dataset.directory())))
        .containsExactly(
            line("find", "README.md", "not a .txt file", "only .txt files are read"),
            line(
                "ingest",
                "binary.txt",
                "binary",
                "byte 1 is zero: the file is binary, or text in UTF-16 or UTF-32"),
            line("ingest", "empty.txt", "empty", "the file has 0 bytes"),
            line(
                "ingest",
                "large.txt",
                "too large",
                "the file has 100000 bytes, more than prepare.max-file-bytes 90000"),
            line(
                "deduplicate",
                "copy.txt",
                "same text",
                "the text is that of file:" + in + "/book-03.txt"));
  }

  @Test
  void failsWhenTooManyFilesAreRejected() throws IOException {
    Path in = SmallLibrary.write(folder.resolve("in"), 3);
    Files.write(in.resolve("bad.txt"), new byte[] {0});
    assertThatThrownBy(() -> prepare(in, "run-1"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot prepare the input: 1 of 4 files were rejected, more than prepare.max-rejected-fraction 0.1:"
                + " file:%s/bad.txt (byte 0 is zero: the file is binary, or text in UTF-16 or UTF-32);"
                + " all are listed in file:%s/out/runs/run-1/_quarantine.jsonl",
            in, folder);
    assertThat(quarantine("file:" + folder + "/out/runs/run-1")).isNotEmptyFile();
    assertThatThrownBy(() -> open("out"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot open dataset %s/out: it has neither a _current nor a _manifest.json, so no run of prepare was completed in it; run prepare with --out %s/out",
            folder, folder);
    Files.delete(in.resolve("bad.txt"));
    assertThat(prepare(in, "run-1").written()).isTrue();
  }

  @Test
  void failsWhenNothingIsLeft() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/a.txt"), " ");
    PrepareConfig tolerant = new PrepareConfig(64L << 20, 1.0, 0.1, 0.0, 20_000);
    assertThatThrownBy(
            () ->
                run(
                    Requests.of(
                        List.of(folder.resolve("in")),
                        folder.resolve("out"),
                        Optional.empty(),
                        tolerant)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "Cannot prepare the input: 1 of 1 files were rejected, no document is left: ");
  }

  @Test
  void readsTheEncodingsOfTheCorpus() {
    PreparedDataset dataset = prepare(SharedCorpus.at("encodings"));
    List<Row> rows =
        session
            .read()
            .parquet(dataset.directory())
            .selectExpr("title", "work_id", "split", "array_join(flags, ' ') as flags")
            .orderBy("title", "flags")
            .collectAsList();
    assertThat(rows)
        .extracting(row -> row.getAs("flags"))
        .containsExactly(
            "byte-order-mark gutenberg-footer gutenberg-header",
            "gutenberg-footer gutenberg-header windows-1252",
            "byte-order-mark gutenberg-footer gutenberg-header");
    assertThat(rows.get(0).<String>getAs("work_id")).isEqualTo(rows.get(1).getAs("work_id"));
    assertThat(rows.get(0).<String>getAs("split")).isEqualTo(rows.get(1).getAs("split"));
    assertThat(rows.get(2).<String>getAs("split")).isNotEqualTo(rows.get(0).getAs("split"));
  }

  @Test
  void readsFilesOfOddNames() throws IOException {
    Path in = folder.resolve("in {a,b} [x]");
    Files.createDirectories(in.resolve("sub folder%20"));
    Files.writeString(in.resolve("sub folder%20/what? *é*.txt"), "one\n");
    Files.write(in.resolve("b#1 [v2].txt"), "née\n".getBytes(Charset.forName("windows-1252")));
    PreparedDataset dataset = prepare(in);
    assertThat(dataset.manifest().inputs())
        .extracting(DatasetManifest.Input::name)
        .containsExactly("b#1 [v2].txt", "sub folder%20/what? *é*.txt");
    assertThat(dataset.manifest().documents()).isEqualTo(2);
  }

  @Test
  void refusesAnOutputThatIsAFile() throws IOException {
    Path in = SmallLibrary.write(folder.resolve("in"), 2);
    Files.writeString(folder.resolve("out"), "a file");
    assertThatThrownBy(() -> prepare(in))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write dataset file:%s/out: it is a file; name a folder with --out", folder);
  }

  private PreparedDataset prepare(Path in) {
    return run(Requests.of(in, folder.resolve("out")));
  }

  private PreparedDataset prepare(Path in, String runId) {
    return run(Requests.of(in, folder.resolve("out"), runId));
  }

  private PreparedDataset run(PrepareRequest request) {
    return PrepareStages.run(session, request, PrepareProgress.SILENT);
  }

  private PublishedDataset open(String name) {
    return PublishedDataset.open(new Configuration(), folder.resolve(name).toString());
  }

  private void copyFromCorpus(String name) throws IOException {
    Path file = SharedCorpus.at(name);
    Files.createDirectories(folder.resolve("in"));
    Files.copy(
        file,
        folder.resolve("in").resolve(file.getFileName()),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private String line(String stage, String file, String reason, String detail) {
    return "{\"stage\":\"%s\",\"file\":\"file:%s/in/%s\",\"reason\":\"%s\",\"detail\":\"%s\"}"
        .formatted(stage, folder, file, reason, detail);
  }

  private static Path quarantine(String directory) {
    return Path.of(URI.create(directory)).resolve("_quarantine.jsonl");
  }

  private static Map<String, String> snapshotBelow(Map<String, String> files, String prefix) {
    Map<String, String> below = new TreeMap<>();
    files.forEach(
        (name, state) -> {
          if (name.startsWith(prefix)) {
            below.put(name.substring(prefix.length()), state);
          }
        });
    return below;
  }
}
