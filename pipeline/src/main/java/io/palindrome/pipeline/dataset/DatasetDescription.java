package io.palindrome.pipeline.dataset;

import io.palindrome.pipeline.token.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * What a person wants to see of a dataset.
 *
 * @param directory the run directory
 * @param lengths of the documents of all splits, in tokens
 * @param samples the openings of some documents, spread over the dataset
 */
public record DatasetDescription(
    String directory, DatasetManifest manifest, Lengths lengths, List<Sample> samples) {

  /**
   * Token counts of the documents.
   *
   * @param median the lower one of the two in the middle
   */
  public record Lengths(int shortest, int median, int longest, double mean) {}

  /**
   * The opening of a document.
   *
   * @param opening decoded from the first tokens of the document
   */
  public record Sample(String docId, String split, String title, int nTokens, String opening) {}

  /**
   * Describes a dataset.
   *
   * @param samples how many documents to show
   * @param tokensPerSample how many tokens of each
   */
  public static DatasetDescription of(
      SparkSession session,
      PublishedDataset dataset,
      Tokenizer tokenizer,
      int samples,
      int tokensPerSample) {
    DatasetIndex index = DatasetIndex.load(session, dataset);
    DocumentReader reader = new DocumentReader(session.sparkContext().hadoopConfiguration(), 0);
    int count = Math.min(samples, index.documents().size());
    List<Sample> shown = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = (int) ((long) i * index.documents().size() / count);
      DocumentEntry document = index.documents().get(number);
      int length = Math.min(tokensPerSample, document.nTokens());
      shown.add(
          new Sample(
              document.docId(),
              document.split().label(),
              document.title(),
              document.nTokens(),
              tokenizer.decode(reader.tokens(document, 0, length))));
    }
    return new DatasetDescription(
        dataset.directory(), dataset.manifest(), lengths(index.lengths()), List.copyOf(shown));
  }

  private static Lengths lengths(int[] tokens) {
    int[] sorted = tokens.clone();
    Arrays.sort(sorted);
    return new Lengths(
        sorted[0],
        sorted[(sorted.length - 1) / 2],
        sorted[sorted.length - 1],
        Arrays.stream(sorted).average().orElseThrow());
  }
}
