package io.palindrome.jobs.generation;

import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.evaluation.EvaluationRandomness;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.generate.Generator;
import io.palindrome.model.generate.Generator.Limits;
import io.palindrome.model.generate.Sampler;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.pipeline.token.Tokenizer;
import io.palindrome.pipeline.token.Vocabulary;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes text in this process. */
public final class TextGeneration {
  /** Tokens that the model looks back on: each new token costs a pass over them. */
  public static final int DEFAULT_WINDOW = 1024;

  private final RunConfig config;
  private final Tokenizer tokenizer;

  /**
   * @param config complete: {@code model} has its vocabulary size and pad token
   * @throws UserException if the tokenizer has tokens that the model lacks
   */
  public TextGeneration(RunConfig config) {
    this.config = config;
    this.tokenizer = Tokenizer.of(config.tokenizer());
    if (config.model().vocabularySize() < tokenizer.vocabulary().size()) {
      throw new UserException(
          "model.vocabulary-size must be at least the tokenizer's %d, but is %d"
              .formatted(tokenizer.vocabulary().size(), config.model().vocabularySize()));
    }
  }

  /**
   * Goes on from a prompt.
   *
   * @param tokens tokens to write at most; the text may end earlier
   * @param told of each piece of text as it comes
   * @return the text without the prompt
   */
  public String write(
      float[] parameters, String prompt, int tokens, Sampler sampler, Consumer<String> told) {
    StringBuilder text = new StringBuilder();
    TextStream stream =
        new TextStream(
            tokenizer,
            piece -> {
              text.append(piece);
              told.accept(piece);
            });
    try (TrainingStep step =
        new TrainingStep(
            config.model(),
            config.train().memory(),
            WorkerKernels.create(config.runtime(), DataType.FLOAT))) {
      try (INDArray flat = HostArrays.vector(parameters)) {
        step.loadParameters(flat);
      }
      StepKey key = new StepKey(config.train().seed(), 0, 0);
      new Generator(step, sampler, new EvaluationRandomness(key), limits())
          .generate(prompt(prompt), tokens, stream::add);
    }
    stream.flush();
    return text.toString();
  }

  /** A text without a prompt begins as a document does. */
  private int[] prompt(String prompt) {
    return prompt.isEmpty() ? new int[] {tokenizer.vocabulary().begin()} : tokenizer.encode(prompt);
  }

  private Limits limits() {
    Vocabulary vocabulary = tokenizer.vocabulary();
    int window = Math.min(DEFAULT_WINDOW, config.model().position().maxLength());
    return new Limits(
        window, vocabulary.end(), vocabulary.pad(), vocabulary.begin(), vocabulary.unknown());
  }
}
