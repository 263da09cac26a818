package io.palindrome.jobs;

import io.palindrome.conf.DataException;
import io.palindrome.jobs.demo.Library;
import io.palindrome.jobs.demo.LibraryDocument;
import io.palindrome.jobs.demo.RecurrenceLoss;
import io.palindrome.jobs.demo.RecurrenceLoss.DistanceLoss;
import io.palindrome.jobs.demo.RecurrenceLoss.Loss;
import io.palindrome.jobs.evaluation.Evaluator;
import io.palindrome.jobs.report.RecurrenceRow;
import io.palindrome.jobs.training.TrainingSetup;
import io.palindrome.pipeline.bucket.LengthBucketReader;
import io.palindrome.pipeline.dataset.DocumentEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The loss where a passage stands first and where it recurs, on the documents kept for validation.
 */
final class DemoRecurrence {
  /** A document's tokens are the begin token, then one for each byte of the text. */
  private static final int TOKENS_BEFORE_TEXT = 1;

  private final SparkSession session;
  private final TrainingSetup setup;
  private final Library library;

  DemoRecurrence(SparkSession session, TrainingSetup setup, Library library) {
    this.session = session;
    this.setup = setup;
    this.library = library;
  }

  List<RecurrenceRow> measure(float[] parameters) {
    Evaluator evaluator =
        new Evaluator(
            new JavaSparkContext(session.sparkContext()), setup.config(), setup.validation());
    Map<String, String> files = filesOfDocuments();
    RecurrenceLoss.Tally tally = new RecurrenceLoss.Tally();
    List<DocumentEntry> documents = setup.validation().documents();
    for (int i = 0; i < documents.size(); i++) {
      String file = files.get(documents.get(i).docId());
      LibraryDocument document =
          library
              .document(file)
              .orElseThrow(
                  () ->
                      new DataException(
                          "Cannot measure recurrences: %s is not in %s; generate the library again"
                              .formatted(file, Library.FILE)));
      float[] losses = evaluator.losses(parameters, i, setup.config().train().evaluationLength());
      tally.add(document, withoutEnd(losses), TOKENS_BEFORE_TEXT);
    }
    return rows(tally.result());
  }

  /** The end token stands for no text. */
  private static float[] withoutEnd(float[] losses) {
    return Arrays.copyOf(losses, losses.length - 1);
  }

  private Map<String, String> filesOfDocuments() {
    Map<String, String> files = new HashMap<>();
    for (Row row :
        LengthBucketReader.read(session, setup.dataset().directory())
            .select("doc_id", "source_uri")
            .collectAsList()) {
      String uri = row.getString(1);
      files.put(row.getString(0), uri.substring(uri.lastIndexOf('/') + 1));
    }
    return files;
  }

  private static List<RecurrenceRow> rows(RecurrenceLoss loss) {
    List<RecurrenceRow> rows = new ArrayList<>();
    add("first occurrences", loss.first(), rows);
    add("recurrences", loss.recurrence(), rows);
    for (DistanceLoss distance : loss.byDistance()) {
      String name =
          distance.to() == Integer.MAX_VALUE
              ? String.format(Locale.ROOT, "recurrences from %,d on", distance.from())
              : String.format(
                  Locale.ROOT, "recurrences %,d to %,d", distance.from(), distance.to());
      add(name, distance.loss(), rows);
    }
    add("everything else", loss.rest(), rows);
    return rows;
  }

  private static void add(String where, Loss loss, List<RecurrenceRow> rows) {
    if (loss.bytes() > 0) {
      rows.add(new RecurrenceRow(where, loss.bitsPerByte(), loss.bytes()));
    }
  }
}
