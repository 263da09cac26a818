package io.palindrome.jobs.interchange;

import io.palindrome.conf.BatchConfig;
import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.DataException;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.TokenizerConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.command.Version;
import io.palindrome.model.checkpoint.Checkpoint;
import io.palindrome.model.checkpoint.HuggingFaceExport;
import io.palindrome.model.checkpoint.Provenance;
import io.palindrome.model.checkpoint.TrainingState;
import io.palindrome.model.checkpoint.TrainingVectors;
import io.palindrome.pipeline.token.Tokenizer;
import io.palindrome.pipeline.token.TokenizerFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A model of Hugging Face's as a checkpoint of step 0, without optimizer state.
 *
 * @param notes what cannot be done with it, a sentence each
 */
public record ImportedModel(Checkpoint checkpoint, List<String> notes) {
  /** Stands where a checkpoint has its dataset's fingerprint. */
  private static final String NO_DATASET = "none: imported from Hugging Face's form";

  public ImportedModel {
    notes = List.copyOf(notes);
  }

  /**
   * Reads a folder that anybody may have made.
   *
   * @throws DataException if something in it is missing, damaged, or nothing that we compute
   */
  public static ImportedModel read(Path folder) {
    HuggingFaceExport.Model model = HuggingFaceExport.read(folder);
    Tokenizer tokenizer = Tokenizer.of(TokenizerConfig.DEFAULT);
    checkTokenizer(folder, model.tokenizer(), tokenizer);
    Checkpoint checkpoint =
        new Checkpoint(
            model.config(),
            ConfigFile.render(config(folder, model.config())),
            new TrainingVectors(model.parameters(), new TreeMap<>()),
            TrainingState.at(0),
            new Provenance("palindrome " + Version.CURRENT, NO_DATASET, tokenizer.fingerprint()));
    List<String> notes = new ArrayList<>();
    if (model.config().vocabularySize() < tokenizer.vocabulary().size()) {
      notes.add(
          "its vocabulary of %d tokens is smaller than the byte tokenizer's %d: it can be exported and inspected, but has no tokenizer here"
              .formatted(model.config().vocabularySize(), tokenizer.vocabulary().size()));
    } else if (model.tokenizer().isEmpty()) {
      notes.add("it has no tokenizer.json: its tokens are taken for the byte tokenizer's");
    }
    return new ImportedModel(checkpoint, notes);
  }

  private static void checkTokenizer(
      Path folder, Optional<String> tokenizerFile, Tokenizer tokenizer) {
    if (tokenizerFile.isPresent() && !TokenizerFile.describes(tokenizerFile.get(), tokenizer)) {
      throw new DataException(
          "Cannot import %s: its tokenizer.json must be the byte tokenizer's, as export writes it, but is another; remove it to import the weights alone"
              .formatted(folder));
    }
  }

  /** The defaults with this network, and lengths that it can train on. */
  private static RunConfig config(Path folder, ReformerConfig model) {
    int multiple = model.lengthMultiple();
    int longest = Math.min(BatchConfig.DEFAULT.length(), model.position().maxLength());
    String network =
        ConfigFile.keys("model", model).entrySet().stream()
            .map(key -> key.getKey() + " = " + key.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      return ConfigFile.parse(
          folder + "/config.json",
          network,
          List.of(
              "train.batch.length=" + longest / multiple * multiple,
              "train.batch.warmup-lengths=[]",
              "train.batch.warmup-rounds=[]"));
    } catch (UserException e) {
      String problems =
          e.getMessage().lines().skip(1).map(String::strip).collect(Collectors.joining("; "));
      throw new DataException("Cannot import %s: %s".formatted(folder, problems), e);
    }
  }
}
