package io.palindrome.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.DataException;
import io.palindrome.conf.PrepareConfig;
import io.palindrome.conf.TokenizerConfig;
import io.palindrome.pipeline.PrepareProgress;
import io.palindrome.pipeline.PrepareStages;
import io.palindrome.pipeline.PreparedDataset;
import io.palindrome.pipeline.Requests;
import io.palindrome.pipeline.SmallLibrary;
import io.palindrome.pipeline.TestSpark;
import io.palindrome.pipeline.bucket.LengthBucketReader;
import io.palindrome.pipeline.document.LiteralPath;
import io.palindrome.pipeline.split.Split;
import io.palindrome.pipeline.token.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The reading side, on a dataset of twelve documents in odd places. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatasetIT {
  private static final int DOCUMENTS = 12;

  private final SparkSession session = TestSpark.session();
  private final Configuration hadoop = new Configuration();
  private final Tokenizer tokenizer = Tokenizer.of(TokenizerConfig.DEFAULT);

  private Path folder;
  private PublishedDataset dataset;
  private DatasetIndex index;

  @BeforeAll
  void prepare(@TempDir Path temporary) throws IOException {
    folder = temporary.resolve("a place [1] of é 100%");
    Path in = SmallLibrary.write(folder.resolve("in"), DOCUMENTS);
    PrepareConfig config = new PrepareConfig(64L << 20, 0.1, 0.2, 0.1, 1 << 20);
    PreparedDataset prepared =
        PrepareStages.run(
            session,
            Requests.of(List.of(in), folder.resolve("out"), Optional.empty(), config),
            PrepareProgress.SILENT);
    dataset = PublishedDataset.open(hadoop, folder.resolve("out").toString());
    assertThat(dataset.manifest()).isEqualTo(prepared.manifest());
    index = DatasetIndex.load(session, dataset);
  }

  @Test
  void indexHoldsEveryDocumentInOrder() {
    assertThat(index.documents()).hasSize(DOCUMENTS);
    assertThat(index.documents()).extracting(DocumentEntry::docId).isSorted();
    assertThat(index.fingerprint()).isEqualTo(dataset.manifest().fingerprint());
    assertThat(index.of(Split.TRAIN).documents()).hasSizeBetween(1, DOCUMENTS - 1);
    int bySplit =
        Arrays.stream(Split.values()).mapToInt(split -> index.of(split).documents().size()).sum();
    assertThat(bySplit).isEqualTo(DOCUMENTS);
    assertThat(IntStream.of(index.lengths()).asLongStream().sum())
        .isEqualTo(dataset.manifest().tokens());
  }

  @Test
  void readerGivesTheTextOfEveryDocument() {
    DocumentReader reader = new DocumentReader(hadoop, 1 << 20);
    Set<String> texts =
        index.documents().stream()
            .map(document -> tokenizer.decode(reader.tokens(document)))
            .collect(Collectors.toSet());
    assertThat(texts)
        .isEqualTo(
            IntStream.range(0, DOCUMENTS).mapToObj(SmallLibrary::text).collect(Collectors.toSet()));
  }

  @Test
  void readerGivesPiecesAndRefusesOthers() {
    DocumentReader reader = new DocumentReader(hadoop, 1 << 20);
    DocumentEntry document = index.documents().get(3);
    int[] all = reader.tokens(document);
    assertThat(all).hasSize(document.nTokens());
    assertThat(reader.tokens(document, 100, 50)).isEqualTo(Arrays.copyOfRange(all, 100, 150));
    assertThatThrownBy(() -> reader.tokens(document, document.nTokens() - 1, 2))
        .hasMessage(
            "tokens %d to %d must lie in the document, but it has %d"
                .formatted(document.nTokens() - 1, document.nTokens() + 1, document.nTokens()));
  }

  @Test
  void cacheStaysWithinItsBytes() {
    long limit = 60_000;
    DocumentReader reader = new DocumentReader(hadoop, limit);
    for (DocumentEntry document : index.documents()) {
      reader.tokens(document);
      assertThat(reader.cachedBytes()).isLessThanOrEqualTo(limit);
    }
    assertThat(reader.cachedBytes()).isPositive();
    DocumentReader without = new DocumentReader(hadoop, 0);
    without.tokens(index.documents().get(0));
    assertThat(without.cachedBytes()).isZero();
  }

  @Test
  void indexTravelsToExecutors() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(index);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(index);
    }
  }

  @Test
  void readerRefusesTokensThatAreNotThoseThatWereWritten() {
    DocumentEntry document = index.documents().get(0);
    Path changed = folder.resolve("changed");
    LengthBucketReader.read(session, dataset.directory())
        .where("doc_id = '" + document.docId() + "'")
        .withColumn("tokens", functions.expr("overlay(tokens placing X'FF' from 21)"))
        .coalesce(1)
        .write()
        .parquet("file:" + changed);
    String file = session.read().parquet(LiteralPath.of(changed.toString())).inputFiles()[0];
    DocumentEntry wrong =
        moved(document, new org.apache.hadoop.fs.Path(URI.create(file)).toString());
    assertThatThrownBy(() -> new DocumentReader(hadoop, 0).tokens(wrong))
        .isInstanceOf(DataException.class)
        .hasMessageMatching(
            "Cannot read document %s \\(row 0 of file:.*\\.parquet\\): its %d bytes of tokens have xxh64 [0-9a-f]{16}, but %d tokens of 2 bytes and [0-9a-f]{16} were written; prepare the data again under a new run id"
                .formatted(document.docId(), 2 * document.nTokens(), document.nTokens()));
  }

  @Test
  void readerNeverTakesDamagedBytesForTokens() throws IOException {
    DocumentEntry document = index.documents().get(0);
    byte[] bytes = Files.readAllBytes(local(document.file()));
    Path copy = folder.resolve("damaged.parquet");
    DocumentEntry damaged = moved(document, "file:" + copy);
    long[] page = pageOfTokens(document);
    for (int i = 0; i < 20; i++) {
      int at = (int) (page[0] + page[1] - 1 - i * page[1] / 40);
      bytes[at] ^= 0x55;
      Files.write(copy, bytes);
      assertThatThrownBy(() -> new DocumentReader(hadoop, 0).tokens(damaged))
          .as("byte %d changed", at)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(
              "Cannot read document %s (row %d of file:%s): "
                  .formatted(document.docId(), document.rowIndex(), copy));
      bytes[at] ^= 0x55;
    }
    Files.write(copy, bytes);
    assertThat(new DocumentReader(hadoop, 0).tokens(damaged)).hasSize(document.nTokens());
  }

  /** Offset and size of the page that begins with a document's tokens. */
  private long[] pageOfTokens(DocumentEntry document) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(document.file()), hadoop))) {
      BlockMetaData group = reader.getRowGroups().get(0);
      ColumnChunkMetaData tokens =
          group.getColumns().stream()
              .filter(column -> column.getPath().toDotString().equals("tokens"))
              .findFirst()
              .orElseThrow();
      OffsetIndex pages = reader.readOffsetIndex(tokens);
      int page = 0;
      while (page + 1 < pages.getPageCount()
          && pages.getFirstRowIndex(page + 1) <= document.rowIndex()) {
        page++;
      }
      return new long[] {pages.getOffset(page), pages.getCompressedPageSize(page)};
    }
  }

  @Test
  void readerSaysWhenTheRowIsAnother() {
    DocumentEntry first = index.documents().get(0);
    DocumentEntry wrong =
        new DocumentEntry("0".repeat(32), Split.TRAIN, first.file(), first.rowIndex(), 1, 1, 1, "");
    DocumentReader reader = new DocumentReader(hadoop, 0);
    assertThatThrownBy(() -> reader.tokens(wrong))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot read document %s (row %d of %s): the row holds document %s; prepare the data again under a new run id",
            "0".repeat(32), first.rowIndex(), first.file(), first.docId());
    DocumentEntry beyond =
        new DocumentEntry("0".repeat(32), Split.TRAIN, first.file(), 99, 1, 1, 1, "");
    assertThatThrownBy(() -> reader.tokens(beyond)).hasMessageContaining(": the file has ");
    assertThatThrownBy(() -> reader.tokens(moved(first, "file:/nowhere.parquet")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nowhere.parquet");
  }

  @Test
  void describesTheDatasetWithSamples() {
    DatasetDescription description = DatasetDescription.of(session, dataset, tokenizer, 3, 40);
    assertThat(description.samples()).hasSize(3);
    assertThat(description.samples())
        .allSatisfy(sample -> assertThat(sample.opening()).startsWith("Sentence 0 of the café’s"));
    assertThat(description.lengths().longest())
        .isEqualTo(Arrays.stream(index.lengths()).max().orElseThrow());
    assertThat(description.lengths().shortest()).isLessThan(description.lengths().median());
    assertThat(DatasetDescription.of(session, dataset, tokenizer, 99, 40).samples())
        .hasSize(DOCUMENTS);
  }

  @Test
  void readingLeavesTheCallersSettingsAlone() {
    String before = session.conf().get("spark.sql.parquet.columnarReaderBatchSize");
    assertThat(LengthBucketReader.read(session, dataset.directory()).count()).isEqualTo(DOCUMENTS);
    assertThat(session.conf().get("spark.sql.parquet.columnarReaderBatchSize")).isEqualTo(before);
  }

  @Test
  void opensARunDirectoryToo() {
    assertThat(PublishedDataset.open(hadoop, dataset.directory())).isEqualTo(dataset);
  }

  private static Path local(String uri) {
    return Path.of(uri.substring("file:".length()));
  }

  private static DocumentEntry moved(DocumentEntry entry, String file) {
    return new DocumentEntry(
        entry.docId(),
        entry.split(),
        file,
        entry.rowIndex(),
        entry.nTokens(),
        entry.paddedLength(),
        entry.nBytes(),
        entry.title());
  }
}
