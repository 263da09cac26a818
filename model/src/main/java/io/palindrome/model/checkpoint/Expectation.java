package io.palindrome.model.checkpoint;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.parameter.ParameterLayout;
import java.util.Optional;

/**
 * What the reader of a checkpoint insists on; an empty part is not compared.
 *
 * @param layout slots and shapes of this model
 * @param dataset fingerprint of this run's dataset
 * @param tokenizer fingerprint of this run's tokenizer
 */
public record Expectation(
    Optional<ParameterLayout> layout, Optional<String> dataset, Optional<String> tokenizer) {
  /** Nothing: the checkpoint decides. */
  public static Expectation none() {
    return new Expectation(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same tokenizer, for evaluation on any dataset. */
  public static Expectation sameTokenizer(String tokenizer) {
    return new Expectation(Optional.empty(), Optional.empty(), Optional.of(tokenizer));
  }

  /** The same model, dataset and tokenizer, for going on with a run. */
  public static Expectation resume(ReformerConfig model, String dataset, String tokenizer) {
    return new Expectation(
        Optional.of(ParameterLayout.of(model)), Optional.of(dataset), Optional.of(tokenizer));
  }
}
