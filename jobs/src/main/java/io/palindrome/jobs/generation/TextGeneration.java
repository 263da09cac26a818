package io.palindrome.jobs.generation;

import io.palindrome.conf.RunConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.evaluation.EvaluationRandomness;
import io.palindrome.model.Decoder;
import io.palindrome.model.StepKey;
import io.palindrome.model.generate.Generated;
import io.palindrome.model.generate.Generator;
import io.palindrome.model.generate.Generator.Limits;
import io.palindrome.model.generate.Generator.Request;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.pipeline.token.Tokenizer;
import io.palindrome.pipeline.token.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes texts in this process. */
public final class TextGeneration {
  private final RunConfig config;
  private final Tokenizer tokenizer;

  /** Hears of every piece of a sample's text as it comes. */
  public interface Listener {
    void takes(int sample, String piece);
  }

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

  /** Tokens that the model can write after a prompt; 0 or less where the prompt is too long. */
  public int room(String prompt) {
    return Decoder.longestText(config.model()) - prompt(prompt).length;
  }

  /**
   * Goes on from a prompt.
   *
   * @throws UserException if prompt and new tokens are more than the model has positions for
   */
  public List<GeneratedText> write(
      float[] parameters, GenerationRequest request, Listener listener) {
    int[] prompt = prompt(request.prompt());
    check(prompt.length, request.tokens());
    List<SampleText> texts = new ArrayList<>();
    for (int i = 0; i < request.samples(); i++) {
      int sample = i;
      texts.add(new SampleText(tokenizer, request.stops(), piece -> listener.takes(sample, piece)));
    }
    List<Generated> generated;
    try (Decoder decoder = decoder(parameters)) {
      StepKey key = new StepKey(config.train().seed(), 0, 0);
      generated =
          new Generator(decoder, request.sampling(), new EvaluationRandomness(key), limits())
              .generate(
                  new Request(prompt, request.tokens(), request.samples()),
                  (sample, token) -> texts.get(sample).takes(token));
    }
    List<GeneratedText> written = new ArrayList<>();
    for (int i = 0; i < generated.size(); i++) {
      Generated sample = generated.get(i);
      written.add(new GeneratedText(texts.get(i).end(), sample.tokens().length, sample.ending()));
    }
    return written;
  }

  private Decoder decoder(float[] parameters) {
    Decoder decoder =
        new Decoder(config.model(), WorkerKernels.create(config.runtime(), DataType.FLOAT));
    try (INDArray flat = HostArrays.vector(parameters)) {
      decoder.loadParameters(flat);
    }
    return decoder;
  }

  private void check(int prompt, int tokens) {
    if (!config.model().causal()) {
      throw new UserException(
          "Cannot write text: model.causal is false, so the model sees what follows; train one with"
              + " model.causal=true");
    }
    int longest = Decoder.longestText(config.model());
    if ((long) prompt + tokens > longest) {
      throw new UserException(
          "Cannot write %,d tokens after a prompt of %,d: the model has %,d positions (model.position.max-length); ask for fewer tokens or shorten the prompt"
              .formatted(tokens, prompt, longest));
    }
  }

  /** A text without a prompt begins as a document does. */
  private int[] prompt(String prompt) {
    return prompt.isEmpty() ? new int[] {tokenizer.vocabulary().begin()} : tokenizer.encode(prompt);
  }

  private Limits limits() {
    Vocabulary vocabulary = tokenizer.vocabulary();
    return new Limits(vocabulary.end(), vocabulary.pad(), vocabulary.begin(), vocabulary.unknown());
  }
}
