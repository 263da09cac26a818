package io.palindrome.pipeline.dataset;

import io.palindrome.conf.DataException;
import io.palindrome.pipeline.bucket.LengthBucketReader;
import io.palindrome.pipeline.split.Split;
import java.io.Serializable;
import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One small entry for each document of a dataset, sorted by doc_id. The number of a document is its
 * place in such a list; it depends on the dataset's content alone.
 *
 * @param fingerprint of the dataset
 */
public record DatasetIndex(String fingerprint, List<DocumentEntry> documents)
    implements Serializable {
  public DatasetIndex {
    documents = List.copyOf(documents);
  }

  /** Finds every row of a dataset by one query that reads no tokens. */
  public static DatasetIndex load(SparkSession session, PublishedDataset dataset) {
    List<Row> rows =
        LengthBucketReader.read(session, dataset.directory())
            .selectExpr(
                "doc_id",
                "split",
                "_metadata.file_path",
                "_metadata.row_index",
                "n_tokens",
                "padded_length",
                "n_bytes",
                "title")
            .collectAsList();
    if (rows.size() != dataset.manifest().documents()) {
      throw new DataException(
          "Cannot open dataset %s: it has %d rows, but its manifest says %d documents; prepare the data again under a new run id"
              .formatted(dataset.directory(), rows.size(), dataset.manifest().documents()));
    }
    Map<String, String> paths = new HashMap<>();
    List<DocumentEntry> entries =
        rows.stream()
            .map(row -> entry(row, paths))
            .sorted(Comparator.comparing(DocumentEntry::docId))
            .toList();
    return new DatasetIndex(dataset.manifest().fingerprint(), entries);
  }

  /** The index of one split alone. */
  public DatasetIndex of(Split split) {
    Stream<DocumentEntry> ofSplit = documents.stream().filter(entry -> entry.split() == split);
    return new DatasetIndex(fingerprint, ofSplit.toList());
  }

  /** Token counts by document number. */
  public int[] lengths() {
    return documents.stream().mapToInt(DocumentEntry::nTokens).toArray();
  }

  /** Spark gives paths as encoded URIs; entries of one file share one string. */
  private static DocumentEntry entry(Row row, Map<String, String> paths) {
    return new DocumentEntry(
        row.getString(0),
        Split.of(row.getString(1)),
        paths.computeIfAbsent(row.getString(2), uri -> new Path(URI.create(uri)).toString()),
        row.getLong(3),
        row.getInt(4),
        row.getInt(5),
        row.getLong(6),
        row.getString(7));
  }
}
