package io.palindrome.jobs.interchange;

import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.jobs.training.TrainedModel;
import io.palindrome.model.checkpoint.HuggingFaceExport;
import io.palindrome.pipeline.token.Tokenizer;
import io.palindrome.pipeline.token.TokenizerFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A checkpoint in Hugging Face's form.
 *
 * @param notes what makes its results differ there, a sentence each
 */
public record ExportedModel(HuggingFaceExport.Model model, List<String> notes) {
  public ExportedModel {
    notes = List.copyOf(notes);
  }

  /** The weights are shared with {@code trained}. */
  public static ExportedModel of(TrainedModel trained) {
    ReformerConfig config = trained.checkpoint().model();
    Tokenizer tokenizer = Tokenizer.of(trained.config().tokenizer());
    HuggingFaceExport.Model model =
        new HuggingFaceExport.Model(
            config,
            trained.parameters(),
            tokenizer.vocabulary().size() <= config.vocabularySize()
                ? Optional.of(TokenizerFile.render(tokenizer))
                : Optional.empty());
    return new ExportedModel(model, notes(config, model.largestHeadBias()));
  }

  private static List<String> notes(ReformerConfig config, float largestBias) {
    List<String> notes = new ArrayList<>();
    if (largestBias > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "lm_head.bias is not zero (largest %.3g) and transformers leaves it out: 4.50 sets it"
                  + " to zero when it loads the file, 5 never adds it; its logits differ by it"
                  + " unless you add it (docs/differences.md)",
              largestBias));
    }
    if (config.layers().contains(AttentionKind.LSH)) {
      notes.add("transformers draws new rotations for every pass of an LSH layer");
      if (config.lsh().hashBuckets().isEmpty()) {
        notes.add(
            "num_buckets is null: transformers takes it from the first length that it sees,"
                + " and keeps it");
      }
    }
    return notes;
  }
}
