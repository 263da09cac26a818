package io.palindrome.jobs.training;

import io.palindrome.conf.ReportConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.AveragingTrainer;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.evaluation.Evaluation;
import io.palindrome.jobs.evaluation.EvaluationPlan;
import io.palindrome.jobs.evaluation.Evaluator;
import io.palindrome.jobs.evaluation.NgramBaselines;
import io.palindrome.jobs.generation.GenerationRequest;
import io.palindrome.jobs.generation.TextGeneration;
import io.palindrome.jobs.report.Baseline;
import io.palindrome.jobs.report.EvaluationEntry;
import io.palindrome.jobs.report.HistoryEntry;
import io.palindrome.jobs.report.TextSample;
import io.palindrome.model.generate.Generator.Sampling;
import io.palindrome.model.generate.Repetition;
import io.palindrome.model.generate.Sampler;
import io.palindrome.pipeline.batch.Crop;
import io.palindrome.pipeline.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** What a run is measured by: the validation split, the n-grams, a sample of text. */
final class RunEvaluation {
  /** The n-grams are counted on the driver, in 31-bit counters. */
  private static final long MOST_COUNTED_TOKENS = 500_000_000;

  private final JavaSparkContext spark;
  private final TrainingSetup setup;
  private final List<Crop> pieces;

  RunEvaluation(JavaSparkContext spark, TrainingSetup setup) {
    this.spark = spark;
    this.setup = setup;
    RunConfig config = setup.config();
    this.pieces =
        EvaluationPlan.spread(
            EvaluationPlan.pieces(setup.validation().lengths(), config.train().evaluationLength()),
            config.train().evaluation().maxTokens());
  }

  /** Executors that Spark has now; the driver itself where it is the only one. */
  int executors() {
    return Math.max(1, spark.sc().getExecutorMemoryStatus().size() - 1);
  }

  /** The n-grams on the whole validation split; none where there is nothing to evaluate. */
  List<Baseline> baselines(Console console) {
    long tokens = setup.dataset().manifest().tokens();
    if (pieces.isEmpty() || tokens > MOST_COUNTED_TOKENS) {
      return List.of();
    }
    List<Double> bits =
        new NgramBaselines(spark.hadoopConfiguration(), setup.tokenizer(), setup.train())
            .bitsPerByte(setup.validation());
    List<Baseline> baselines = new ArrayList<>();
    for (int i = 0; i < bits.size(); i++) {
      baselines.add(new Baseline(NgramBaselines.NAMES.get(i), bits.get(i)));
      console.line(
          String.format(
              Locale.ROOT,
              "byte %s of the train split: %.4f bits a byte on the validation split",
              NgramBaselines.NAMES.get(i),
              bits.get(i)));
    }
    return baselines;
  }

  /** The loss on the validation split after this round; nothing where the log has it. */
  Optional<EvaluationEntry> validation(AveragingTrainer trainer, List<HistoryEntry> history) {
    int round = Math.toIntExact(trainer.state().round());
    boolean known =
        history.stream()
            .anyMatch(entry -> entry instanceof EvaluationEntry && entry.round() == round);
    if (pieces.isEmpty() || known) {
      return Optional.empty();
    }
    long began = System.nanoTime();
    Evaluation evaluation =
        new Evaluator(spark, setup.config(), setup.validation())
            .evaluate(RunCheckpoints.floats(trainer.parameters()), pieces);
    return Optional.of(
        new EvaluationEntry(
            round,
            trainer.state().tokens(),
            Split.VALIDATION.label(),
            evaluation.bitsPerByte(),
            evaluation.bytes(),
            (System.nanoTime() - began) / 1e9));
  }

  /** The text sample that the configuration asks for, as long as the model has positions. */
  Optional<TextSample> sample(float[] parameters) {
    ReportConfig wanted = setup.config().report();
    TextGeneration generation = new TextGeneration(setup.config());
    String prompt = wanted.samplePrompt();
    int tokens = Math.min(wanted.sampleTokens(), generation.room(prompt));
    if (tokens < 1 || !setup.config().model().causal()) {
      return Optional.empty();
    }
    long seed = setup.config().train().seed();
    Sampling sampling =
        new Sampling(new Sampler(wanted.sampleTemperature(), 0, 1, seed), Repetition.ALLOWED);
    String text =
        generation
            .write(
                parameters,
                new GenerationRequest(prompt, tokens, 1, List.of(), sampling),
                (sample, piece) -> {})
            .get(0)
            .text();
    String settings =
        String.format(
            Locale.ROOT,
            "%d tokens, temperature %s, seed %d",
            tokens,
            wanted.sampleTemperature(),
            seed);
    return Optional.of(new TextSample(prompt, text, settings));
  }
}
