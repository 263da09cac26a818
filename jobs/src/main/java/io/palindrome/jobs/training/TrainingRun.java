package io.palindrome.jobs.training;

import io.palindrome.conf.RunConfig;
import io.palindrome.conf.TrainConfig;
import io.palindrome.conf.UserException;
import io.palindrome.jobs.averaging.AveragingTrainer;
import io.palindrome.jobs.averaging.RoundResult;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.command.Console;
import io.palindrome.jobs.command.Progress;
import io.palindrome.jobs.feed.BatchFeed;
import io.palindrome.jobs.feed.CropSteps;
import io.palindrome.jobs.report.EvaluationEntry;
import io.palindrome.jobs.report.ReportWriter;
import io.palindrome.jobs.report.RoundEntry;
import io.palindrome.jobs.report.RunHistory;
import io.palindrome.jobs.report.RunOutcome;
import io.palindrome.jobs.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A training run: rounds, and between them evaluations, checkpoints and reports. A run that is
 * begun again with the same directory goes on from its newest checkpoint, and ends with the same
 * bits as one that was never interrupted.
 */
public final class TrainingRun {
  private static final long CACHE_BYTES = 256L << 20;

  private final JavaSparkContext spark;
  private final TrainingSetup setup;
  private final RunIdentity identity;
  private final Console console;
  private final long began = System.nanoTime();
  private final RunEvaluation evaluation;
  private final RunCheckpoints checkpoints;
  private RunHistory history;
  private RunReport report;
  private TrainingHealth health;
  private String newest = "";
  private double secondsBefore;

  public TrainingRun(
      JavaSparkContext spark, TrainingSetup given, RunIdentity identity, Console console)
      throws IOException {
    this.spark = spark;
    this.setup = AutoStrategy.resolve(spark, given, identity.folder(), console);
    this.identity = identity;
    this.console = console;
    this.evaluation = new RunEvaluation(spark, setup);
    this.checkpoints = new RunCheckpoints(identity.folder().checkpoints(), setup);
  }

  /**
   * A finished run.
   *
   * @param page the report for people
   * @param parameters the trained ones, in layout order
   */
  @SuppressWarnings("ArrayRecordComponent") // moved, never compared
  public record Trained(TrainingReport report, Path page, Path checkpoint, float[] parameters) {}

  /** Makes the rounds that are left, and the report. */
  public Trained run() throws IOException {
    RunConfig config = setup.config();
    identity.folder().checkSame(config);
    identity.folder().keep(config);
    Optional<String> checkpoint = identity.folder().newest();
    CropSteps plan = new CropSteps(setup.train(), config.train());
    try (ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
        BatchFeed feed =
            new BatchFeed(spark, setup.train(), config.model().padToken(), CACHE_BYTES);
        AveragingTrainer trainer = new AveragingTrainer(spark, network, plan, feed)) {
      begin(checkpoint, trainer);
      rounds(trainer);
      return finish(trainer);
    }
  }

  private void begin(Optional<String> checkpoint, AveragingTrainer trainer) {
    Path folder = identity.folder().path();
    secondsBefore = PastSeconds.of(RunHistory.read(folder));
    if (checkpoint.isPresent()) {
      newest = checkpoint.get();
      checkpoints.restore(newest, trainer);
      history = RunHistory.resume(folder, Math.toIntExact(trainer.state().round()));
      console.line("going on from checkpoint " + newest);
    } else {
      history = RunHistory.begin(folder);
    }
    health = new TrainingHealth(setup.config(), RunHistory.read(folder));
    report = new RunReport(setup, identity, evaluation.executors(), evaluation.baselines(console));
  }

  private void rounds(AveragingTrainer trainer) {
    TrainConfig train = setup.config().train();
    try (Progress progress = console.progress("round")) {
      trainer.train(
          result -> {
            long round = trainer.state().round();
            note(result, progress, trainer.parameters());
            boolean last = round == train.rounds();
            int every = train.evaluation().everyRounds();
            if (last || (every > 0 && round % every == 0)) {
              evaluate(trainer);
            }
            boolean due = round % train.checkpoint().everyRounds() == 0;
            if (last || (due && health.sound())) {
              newest = checkpoints.write(trainer);
            }
          });
    }
  }

  private void note(RoundResult result, Progress progress, INDArray parameters) {
    RoundEntry entry = RoundLine.entry(result, health.openRow(result));
    history.append(entry);
    progress.at(entry.round(), setup.config().train().rounds(), RoundLine.text(entry));
    double error = entry.learning().reconstructionError();
    double bound = setup.config().train().reconstructionBound();
    if (error > bound) {
      String warning =
          ("round %d: activations were rebuilt with an error of %.2e, more than"
                  + " train.reconstruction.warn-above %.2e; a new run with"
                  + " train.memory.strategy=recompute computes them exactly")
              .formatted(entry.round(), error, bound);
      console.error("warning: " + warning);
      report.warn(warning);
    }
    health.note(result, entry, parameters).ifPresent(this::stop);
  }

  /** Leaves a report of what happened, and the checkpoints as they are. */
  private void stop(String why) {
    String checkpoint =
        newest.isEmpty()
            ? "; there is no checkpoint of it yet"
            : "; the last good checkpoint is "
                + folder().resolve(RunFolder.CHECKPOINTS).resolve(newest);
    report.warn(why + checkpoint);
    ReportWriter.write(report.of(RunOutcome.FAILED, seconds(), newest), folder());
    throw new UserException(why + checkpoint);
  }

  private void evaluate(AveragingTrainer trainer) {
    Optional<EvaluationEntry> entry =
        evaluation.validation(trainer, RunHistory.read(identity.folder().path()));
    if (entry.isPresent()) {
      history.append(entry.get());
      console.line(
          "round %d  validation %.4f bits a byte over %,d bytes"
              .formatted(entry.get().round(), entry.get().bitsPerByte(), entry.get().bytes()));
      ReportWriter.write(report.of(RunOutcome.RUNNING, seconds(), newest), folder());
    }
  }

  private Trained finish(AveragingTrainer trainer) {
    evaluate(trainer);
    float[] parameters = RunCheckpoints.floats(trainer.parameters());
    evaluation.sample(parameters).ifPresent(report::add);
    TrainingReport done = report.of(RunOutcome.DONE, seconds(), newest);
    Path page = ReportWriter.write(done, folder());
    Path checkpoint = folder().resolve(RunFolder.CHECKPOINTS).resolve(newest);
    return new Trained(done, page, checkpoint, parameters);
  }

  private Path folder() {
    return identity.folder().path();
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - began) / 1e9;
  }

  /** Refuses to train over what an earlier run left, unless it is to go on. */
  public static UserException hasCheckpoints(RunFolder folder, String newest) {
    return new UserException(
        "Cannot start run %s: it has checkpoints already, the newest is %s; go on with --resume, or use another --run-id"
            .formatted(folder.path(), newest));
  }
}
