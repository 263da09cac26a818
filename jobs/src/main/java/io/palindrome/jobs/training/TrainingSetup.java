package io.palindrome.jobs.training;

import io.palindrome.conf.DataException;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.dataset.DocumentEntry;
import io.palindrome.pipeline.dataset.PublishedDataset;
import io.palindrome.pipeline.split.Split;
import io.palindrome.pipeline.token.Tokenizer;
import io.palindrome.pipeline.token.Vocabulary;
import java.util.Comparator;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * A configuration that fits its dataset.
 *
 * @param config complete: {@code model} has the tokenizer's vocabulary size and pad token
 * @param train the documents to train on, one at least
 * @param validation the documents to evaluate on; there may be none
 */
public record TrainingSetup(
    RunConfig config, PublishedDataset dataset, DatasetIndex train, DatasetIndex validation) {

  /**
   * Resolves a configuration against a dataset.
   *
   * @throws UserException if they do not fit
   * @throws DataException if there is nothing to train on
   */
  public static TrainingSetup of(SparkSession session, RunConfig config, PublishedDataset dataset) {
    RunConfig resolved = resolve(config, dataset);
    DatasetIndex all = DatasetIndex.load(session, dataset);
    DatasetIndex train = all.of(Split.TRAIN);
    DatasetIndex validation = all.of(Split.VALIDATION);
    if (train.documents().isEmpty()) {
      throw new DataException(
          ("Cannot train on dataset %s: its train split has no documents, all %d are in other splits;"
                  + " prepare it with a smaller prepare.validation-fraction")
              .formatted(dataset.directory(), all.documents().size()));
    }
    if (resolved.train().batch().length() == 0) {
      checkFits("train.batch.length", train, resolved.model());
    }
    if (resolved.train().evaluationLength() == 0) {
      checkFits("train.evaluation.length", validation, resolved.model());
    }
    return new TrainingSetup(resolved, dataset, train, validation);
  }

  /** The configuration with vocabulary and pad token of the dataset's tokenizer. */
  public static RunConfig resolve(RunConfig config, PublishedDataset dataset) {
    Tokenizer tokenizer = Tokenizer.of(config.tokenizer());
    String fingerprint = dataset.manifest().tokenizer().fingerprint();
    if (!tokenizer.fingerprint().equals(fingerprint)) {
      throw new UserException(
          ("Cannot train on dataset %s: its tokenizer is %s %s, the configuration's is %s %s; set"
                  + " tokenizer.kind to the dataset's or prepare the data again")
              .formatted(
                  dataset.directory(),
                  dataset.manifest().tokenizer().kind(),
                  fingerprint,
                  tokenizer.kind(),
                  tokenizer.fingerprint()));
    }
    return withVocabulary(config, tokenizer.vocabulary());
  }

  private static RunConfig withVocabulary(RunConfig config, Vocabulary vocabulary) {
    ReformerConfig model = config.model().forVocabulary(vocabulary.size(), vocabulary.pad());
    if (model.vocabularySize() < vocabulary.size()) {
      throw new UserException(
          "model.vocabulary-size must be at least the tokenizer's %d, but is %d"
              .formatted(vocabulary.size(), model.vocabularySize()));
    }
    return config.withModel(model);
  }

  private static void checkFits(String key, DatasetIndex documents, ReformerConfig model) {
    Optional<DocumentEntry> longest =
        documents.documents().stream().max(Comparator.comparingInt(DocumentEntry::nTokens));
    int multiple = model.lengthMultiple();
    int most = model.position().maxLength();
    if (longest.isPresent() && (longest.get().nTokens() - 1) / multiple >= most / multiple) {
      throw new UserException(
          ("%s must not be 0 (whole documents) with model.position.max-length %d: %s has %d tokens;"
                  + " set a length, or longer positions")
              .formatted(key, most, longest.get().title(), longest.get().nTokens()));
    }
  }

  /** The tokenizer of dataset and run. */
  public Tokenizer tokenizer() {
    return Tokenizer.of(config.tokenizer());
  }
}
