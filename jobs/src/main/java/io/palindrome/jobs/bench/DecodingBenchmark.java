package io.palindrome.jobs.bench;

import io.palindrome.conf.MemoryConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.jobs.evaluation.EvaluationRandomness;
import io.palindrome.model.DecodedText;
import io.palindrome.model.Decoder;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.parameter.HostArrays;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network decodes a text whose tokens are known, beside full forward passes over it. */
final class DecodingBenchmark implements AutoCloseable {
  /** Passes before the measured one: the kernels are compiled in the first. */
  private static final int WARM_UPS = 2;

  private static final int REPEATS = 3;

  private final RunConfig config;
  private final int[] text;
  private final int prompt;
  private final Decoder decoder;
  private final TrainingStep step;
  private final Randomness randomness;

  /**
   * @param model with positions for the whole text
   * @param text a prompt and the tokens after it
   * @param prompt tokens of the prompt
   */
  DecodingBenchmark(
      RunConfig config, ReformerConfig model, float[] parameters, int[] text, int prompt) {
    this.config = config;
    this.text = text;
    this.prompt = prompt;
    this.randomness = randomness(0);
    decoder = new Decoder(model, WorkerKernels.create(config.runtime(), DataType.FLOAT));
    step =
        new TrainingStep(
            model, MemoryConfig.DEFAULT, WorkerKernels.create(config.runtime(), DataType.FLOAT));
    try (INDArray flat = HostArrays.vector(parameters)) {
      decoder.loadParameters(flat);
      step.loadParameters(flat);
    }
  }

  private Randomness randomness(int drawing) {
    return new EvaluationRandomness(new StepKey(config.train().seed(), 0, drawing));
  }

  /** Logits of what follows the first {@code length} tokens, by a full forward pass. */
  private double[] full(int length, Randomness drawn) {
    int[] seen = Arrays.copyOf(text, length);
    return step.logits(new TrainingBatch(1, length, seen, seen), length - 1, length, drawn);
  }

  /** Measures seconds. */
  DecodingCost cost() {
    for (int i = 0; i < WARM_UPS; i++) {
      full(prompt, randomness);
    }
    double fullSeconds = median(REPEATS, i -> full(prompt, randomness));
    decoder.read(Arrays.copyOf(text, prompt), randomness).close();
    long began = System.nanoTime();
    try (DecodedText first = decoder.read(Arrays.copyOf(text, prompt), randomness)) {
      double readSeconds = (System.nanoTime() - began) / 1e9;
      long cacheBytes = first.cacheBytes();
      double token = stepSeconds(first, 1);
      double together = stepSeconds(first, Decoder.MOST_TOGETHER);
      return new DecodingCost(
          prompt, fullSeconds, readSeconds, token, Decoder.MOST_TOGETHER, together, cacheBytes);
    }
  }

  /** Seconds of a step of several copies of a text; the second time over counts. */
  private double stepSeconds(DecodedText from, int count) {
    double seconds = 0;
    for (int pass = 0; pass < WARM_UPS; pass++) {
      List<DecodedText> copies = Stream.generate(() -> decoder.copy(from)).limit(count).toList();
      seconds =
          median(
              text.length - prompt,
              i -> {
                int[] next = new int[count];
                Arrays.fill(next, text[prompt + i]);
                decoder.step(copies, next);
              });
      copies.forEach(DecodedText::close);
    }
    return seconds;
  }

  private interface Timed {
    void run(int i);
  }

  private static double median(int count, Timed timed) {
    double[] seconds = new double[count];
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      timed.run(i);
      seconds[i] = (System.nanoTime() - began) / 1e9;
    }
    Arrays.sort(seconds);
    return seconds[count / 2];
  }

  /**
   * Compares at {@code positions} places, spread over the tokens after the prompt: decoding, and,
   * as a yardstick, full forward passes whose rotations were drawn anew.
   */
  List<DecodingAgreement> agreements(int positions) {
    DecodingAgreement decoding = new DecodingAgreement();
    DecodingAgreement redrawn = new DecodingAgreement();
    int tokens = text.length - prompt - 1;
    List<Integer> compared =
        IntStream.rangeClosed(1, Math.min(positions, tokens))
            .mapToObj(i -> prompt + (int) ((long) tokens * i / Math.min(positions, tokens)))
            .toList();
    try (DecodedText decoded = decoder.read(Arrays.copyOf(text, prompt), randomness)) {
      for (int length = prompt + 1; length < text.length; length++) {
        decoder.step(List.of(decoded), text[length - 1]);
        if (compared.contains(length)) {
          double[] full = full(length, randomness);
          decoding.add(decoded.logits(), full, text[length]);
          redrawn.add(full(length, randomness(length)), full, text[length]);
        }
      }
    }
    return List.of(decoding, redrawn);
  }

  @Override
  public void close() {
    decoder.close();
    step.close();
  }
}
