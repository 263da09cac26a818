package io.palindrome.pipeline;

import io.palindrome.conf.DataException;
import io.palindrome.conf.ResourceException;
import io.palindrome.pipeline.Outcome.Kept;
import io.palindrome.pipeline.PrepareProgress.Step;
import io.palindrome.pipeline.Selection.Selected;
import io.palindrome.pipeline.bucket.LengthBucketAssigner;
import io.palindrome.pipeline.bucket.LengthBucketReader;
import io.palindrome.pipeline.bucket.LengthBucketSchema;
import io.palindrome.pipeline.bucket.LengthBucketWriter;
import io.palindrome.pipeline.bucket.LengthBuckets;
import io.palindrome.pipeline.bucket.Placement;
import io.palindrome.pipeline.dataset.DatasetFingerprint;
import io.palindrome.pipeline.dataset.DatasetManifest;
import io.palindrome.pipeline.dataset.DatasetManifest.TokenizerFacts;
import io.palindrome.pipeline.dataset.RunDirectory;
import io.palindrome.pipeline.document.DocumentSource;
import io.palindrome.pipeline.document.InputFile;
import io.palindrome.pipeline.document.InputFiles;
import io.palindrome.pipeline.document.LiteralPath;
import io.palindrome.pipeline.document.PlainTextSource;
import io.palindrome.pipeline.document.Sha256;
import io.palindrome.pipeline.document.SourceFile;
import io.palindrome.pipeline.token.TokenizedDocument;
import io.palindrome.pipeline.token.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The stages of prepare as one Spark program:
 *
 * <pre>
 * find -> (ingest -> clean -> tokenize) on executors -> deduplicate -> split -> bucket -> write -> publish
 * </pre>
 *
 * <p>The driver holds a few hundred bytes for each document, never a text. Nothing is visible to
 * readers before the manifest is there; a completed run is never changed.
 */
public final class PrepareStages {
  private final DocumentSource source = new PlainTextSource();
  private final SparkSession session;
  private final SparkContext spark;
  private final Configuration hadoop;
  private final PrepareRequest request;
  private final Tokenizer tokenizer;
  private final Quarantine quarantine = new Quarantine();

  private PrepareStages(SparkSession session, PrepareRequest request) {
    this.session = session;
    this.spark = session.sparkContext();
    this.hadoop = spark.hadoopConfiguration();
    this.request = request;
    this.tokenizer = Tokenizer.of(request.tokenizer());
  }

  /**
   * Prepares a dataset, or finds that a run of the same id, input and configuration already did.
   *
   * @throws io.palindrome.conf.UserException when the input cannot be found or the run id belongs
   *     to another run
   * @throws DataException when too many files are rejected
   */
  public static PreparedDataset run(
      SparkSession session, PrepareRequest request, PrepareProgress progress) {
    SparkContext spark = session.sparkContext();
    TaskProgress listener = TaskProgress.watching(spark, progress);
    try {
      return new PrepareStages(session, request).run(progress);
    } finally {
      spark.removeSparkListener(listener);
    }
  }

  private PreparedDataset run(PrepareProgress progress) {
    long maxFileBytes = request.prepare().maxFileBytes();
    InputFiles found = InputFiles.list(request.inputs(), hadoop, source, maxFileBytes);
    JavaRDD<Outcome> outcomes = read(found.readable()).persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      Inventory inventory =
          TaskProgress.during(spark, Step.READ, () -> Inventory.of(found, outcomes));
      String fingerprint = request.fingerprint(inventory.lines());
      String runId = request.runId().orElse(fingerprint.substring(0, 16));
      RunDirectory directory = new RunDirectory(hadoop, request.output(), runId);
      Optional<DatasetManifest> completed = directory.completed(runId, fingerprint);
      if (completed.isPresent()) {
        directory.publish();
        return new PreparedDataset(directory.path().toString(), completed.get(), false);
      }

      directory.clear();
      Selection selection = select(inventory, directory);
      Map<String, Placement> placements = place(selection);
      TaskProgress.during(
          spark, Step.WRITE, () -> write(outcomes, selection, placements, directory));
      progress.at(Step.PUBLISH, 0, 1);
      checkRows(selection.documents().size(), directory);
      directory.quarantine(quarantine.lines());
      ManifestCounts counts = new ManifestCounts(selection.documents(), placements);
      DatasetManifest manifest = manifest(runId, fingerprint, inventory, counts, directory);
      directory.complete(manifest);
      directory.publish();
      progress.at(Step.PUBLISH, 1, 1);
      return new PreparedDataset(directory.path().toString(), manifest, true);
    } finally {
      outcomes.unpersist();
    }
  }

  /** Executors decode, clean and tokenize each file. */
  private JavaRDD<Outcome> read(List<InputFile> files) {
    if (files.isEmpty()) {
      return JavaSparkContext.fromSparkContext(spark).emptyRDD();
    }
    DocumentSource reading = source;
    Tokenizer tokenizing = tokenizer;
    String[] paths = files.stream().map(file -> LiteralPath.of(file.uri())).toArray(String[]::new);
    return session
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", "true")
        .load(paths)
        .select("path", "length", "content")
        .javaRDD()
        .map(
            row -> {
              byte[] content = row.getAs(2);
              SourceFile file =
                  new SourceFile(row.getString(0), row.getLong(1), Sha256.of(content));
              return Outcome.of(file, content, reading, tokenizing);
            });
  }

  /** The driver keeps one file of each text and gives works to splits; the rest is listed. */
  private Selection select(Inventory inventory, RunDirectory directory) {
    inventory.rejections().forEach(quarantine::add);
    Selection selection = Selection.of(inventory.kept(), request.prepare());
    selection.duplicates().forEach(quarantine::add);
    try {
      quarantine.check(
          inventory.kept().size(), request.prepare(), directory.quarantine().toString());
    } catch (DataException e) {
      directory.quarantine(quarantine.lines());
      throw e;
    }
    return selection;
  }

  private Map<String, Placement> place(Selection selection) {
    return new LengthBucketAssigner(
            new LengthBuckets(request.buckets()), request.prepare().shardBytes())
        .assign(selection.documents().stream().map(Selected::candidate).toList());
  }

  /** Executors write the chosen documents. */
  private int write(
      JavaRDD<Outcome> outcomes,
      Selection selection,
      Map<String, Placement> placements,
      RunDirectory directory) {
    Broadcast<Map<String, String>> chosen =
        JavaSparkContext.fromSparkContext(spark).broadcast(selection.uriOfDocument());
    JavaRDD<TokenizedDocument> documents =
        outcomes
            .filter(Kept.class::isInstance)
            .map(outcome -> ((Kept) outcome).document())
            .filter(document -> isChosen(document, chosen.value()));
    LengthBucketWriter.write(session, documents, placements, directory.path());
    chosen.destroy();
    return selection.documents().size();
  }

  /** Rows are counted before they are trusted. */
  private void checkRows(int written, RunDirectory directory) {
    long rows = LengthBucketReader.read(session, directory.path().toString()).count();
    if (rows != written) {
      throw new ResourceException(
          "Cannot write dataset %s: %d rows were found of %d written; try again"
              .formatted(directory.path(), rows, written));
    }
  }

  private static boolean isChosen(TokenizedDocument document, Map<String, String> chosen) {
    return document.document().source().uri().equals(chosen.get(document.document().docId()));
  }

  private DatasetManifest manifest(
      String runId,
      String fingerprint,
      Inventory inventory,
      ManifestCounts counts,
      RunDirectory directory) {
    long found = (long) inventory.kept().size() + inventory.rejections().size();
    return new DatasetManifest(
        DatasetManifest.VERSION,
        runId,
        fingerprint,
        DatasetFingerprint.of(counts.documents().stream().map(Selected::entry).toList()),
        new TokenizerFacts(
            tokenizer.kind(),
            tokenizer.vocabulary().size(),
            tokenizer.vocabulary().tokenWidth(),
            tokenizer.fingerprint()),
        LengthBucketSchema.VERSION,
        quarantine.counts(found),
        counts.splits(),
        counts.lengthBuckets(),
        inventory.files(),
        directory.files(),
        request.configText());
  }
}
