package io.palindrome.jobs.averaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.ScheduleKind;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.averaging.dl4j.ReformerTrainingMaster;
import io.palindrome.jobs.averaging.dl4j.StepRandomness;
import io.palindrome.jobs.averaging.mean.Slices;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import io.palindrome.jobs.feed.StepDescriptor;
import io.palindrome.jobs.feed.StepPlan;
import io.palindrome.model.check.Fixture;
import io.palindrome.model.check.FixtureConfig;
import io.palindrome.model.check.FixtureRandomness;
import io.palindrome.model.check.Verdict;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import io.palindrome.pipeline.batch.Crop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Fixtures t: some workers make some steps, with or without averaging rounds. The product's own
 * code makes them, in float64, on Spark; only the documents and the rotations come from the file.
 */
public final class TrajectoryFixture {
  /** Parameters and losses may differ by so much. */
  public static final double BOUND = 1e-8;

  private final Path file;
  private final Fixture fixture;

  public TrajectoryFixture(Path file) throws IOException {
    this.file = file;
    this.fixture = Fixture.read(file);
  }

  /** Whether a fixture is of this kind. */
  public static boolean describes(Fixture fixture) {
    return fixture.meta().path("kind").asText().equals("training trajectory");
  }

  private int meta(String name) {
    return fixture.meta().get(name).asInt();
  }

  private int length() {
    return fixture.get("input_ids").shape().get(3);
  }

  private RunConfig config(int workers, int localSteps) {
    JsonNode betas = fixture.meta().get("betas");
    OptimizerKind kind =
        OptimizerKind.valueOf(fixture.meta().get("optimizer").asText().toUpperCase(Locale.ROOT));
    OptimizerConfig optimizer =
        new OptimizerConfig(
            kind,
            ScheduleKind.CONSTANT,
            fixture.meta().get("lr").asDouble(),
            betas.get(0).asDouble(),
            betas.get(1).asDouble(),
            fixture.meta().get("eps").asDouble(),
            fixture.meta().path("momentum").asDouble(0),
            fixture.meta().path("weight_decay").asDouble(0),
            0,
            1,
            0);
    return TinyRun.config(
        model(), optimizer, TinyRun.averaging(workers, localSteps, OptimizerStateKind.LOCAL));
  }

  /** A run refuses axial tables that cannot reach its longest position, so there are fewer. */
  private ReformerConfig model() {
    ReformerConfig m = FixtureConfig.of(fixture.meta().get("config"));
    PositionConfig p = m.position();
    PositionConfig reachable =
        new PositionConfig(
            p.kind(),
            (int) Math.min(p.maxLength(), p.positions()),
            p.axialShape(),
            p.axialWidths());
    return new ReformerConfig(
        m.vocabularySize(),
        m.dModel(),
        m.heads(),
        m.dHead(),
        m.layers(),
        m.causal(),
        m.hiddenDropout(),
        m.layerNormEpsilon(),
        m.headChunkRows(),
        m.padToken(),
        reachable,
        m.lsh(),
        m.local(),
        m.full(),
        m.feedForward());
  }

  /** Runs everything; one verdict for the losses, one for the parameters after the last step. */
  public List<Verdict> check(JavaSparkContext spark) {
    int workers = meta("workers");
    int averageEvery = meta("avg_every");
    int rounds = averageEvery == 0 ? 0 : meta("steps") / averageEvery;
    int localSteps = Math.max(1, averageEvery);
    int averaged = rounds * localSteps;
    ReformerNetwork network = ReformerNetwork.create(config(workers, localSteps), DataType.DOUBLE);
    load(network.parameters());
    Worst worst = new Worst();
    try (AveragingTrainer trainer = trainer(spark, network, 0)) {
      for (int round = 0; round < rounds; round++) {
        addLosses(trainer.nextRound(), 0, worst);
      }
      if (averaged == meta("steps")) {
        addParameters(network.parameters(), 0, worst);
      } else {
        for (int worker = 0; worker < workers; worker++) {
          alone(spark, trainer, worker, averaged, worst);
        }
      }
    }
    return List.of(
        new Verdict(fixture.name(), "losses float64", worst.loss, BOUND),
        new Verdict(fixture.name(), "parameters float64", worst.parameter, BOUND));
  }

  /** Largest differences so far. */
  private static final class Worst {
    private double loss;
    private double parameter;
  }

  private AveragingTrainer trainer(JavaSparkContext spark, ReformerNetwork network, int first) {
    RunConfig config = network.config();
    int localSteps = config.train().averaging().localSteps();
    StepPlan plan =
        (round, worker, localStep) -> {
          int step = Math.toIntExact(round * localSteps + localStep) + first % meta("steps");
          int document = (first / meta("steps") + worker) * meta("steps") + step;
          List<Crop> crops = List.of(new Crop(document, 0, length()));
          return new StepDescriptor(round, worker, step, document, crops);
        };
    ReformerTrainingMaster master =
        new ReformerTrainingMaster(
            config.train(), new StoredRotations(file.toString()), Slices.DEFAULT);
    return new AveragingTrainer(spark, network, plan, new StoredDocuments(file.toString()), master);
  }

  /** The steps of one worker after the last average. */
  private void alone(
      JavaSparkContext spark, AveragingTrainer before, int worker, int averaged, Worst worst) {
    RunConfig config = config(1, meta("steps") - averaged);
    ReformerNetwork network = ReformerNetwork.create(config, DataType.DOUBLE);
    int first = worker * meta("steps") + averaged;
    try (AveragingTrainer trainer = trainer(spark, network, first)) {
      List<INDArray> states = before.optimizerStates();
      trainer.restore(
          new TrainerState(0, averaged, 0, 0),
          before.parameters(),
          states.isEmpty() ? states : List.of(states.get(worker)));
      addLosses(trainer.nextRound(), first, worst);
    }
    addParameters(network.parameters(), worker, worst);
  }

  private void load(INDArray parameters) {
    for (Slot slot : ParameterLayout.of(model()).slots()) {
      double[] values = fixture.get("w." + slot.name()).values();
      parameters
          .reshape(parameters.length())
          .get(NDArrayIndex.interval(slot.offset(), slot.end()))
          .assign(Nd4j.createFromArray(values));
    }
  }

  private void addLosses(RoundResult result, int first, Worst worst) {
    double[] losses = fixture.get("losses").values();
    for (WorkerReport worker : result.workers()) {
      int done = Math.toIntExact(result.round()) * worker.steps().size();
      for (int s = 0; s < worker.steps().size(); s++) {
        double expected = losses[first + worker.worker() * meta("steps") + done + s];
        worst.loss = larger(worst.loss, worker.steps().get(s).loss() - expected);
      }
    }
  }

  private void addParameters(INDArray parameters, int worker, Worst worst) {
    double[] found = LocalWorkers.values(parameters);
    for (Slot slot : ParameterLayout.of(model()).slots()) {
      double[] expected = fixture.get("final." + worker + "." + slot.name()).values();
      for (int i = 0; i < expected.length; i++) {
        worst.parameter = larger(worst.parameter, found[(int) slot.offset() + i] - expected[i]);
      }
    }
  }

  private static double larger(double worst, double error) {
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(worst, Math.abs(error));
  }

  private static Fixture read(String file) {
    try {
      return Fixture.read(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Document w * steps + s is what worker w sees at step s. */
  private record StoredDocuments(String file) implements DataSetLoader {
    @Override
    public DataSet load(Source source) {
      StepDescriptor step = StepDescriptor.parse(source.getPath());
      Crop crop = step.crops().get(0);
      int from = crop.document() * crop.length();
      int[] all = read(file).get("input_ids").toInts();
      int[] tokens = Arrays.copyOfRange(all, from, from + crop.length());
      DataSet dataSet =
          new DataSet(
              Nd4j.createFromArray(tokens).reshape(1, tokens.length),
              Nd4j.createFromArray(tokens).reshape(1, tokens.length));
      dataSet.setExampleMetaData(Collections.singletonList(step));
      return dataSet;
    }
  }

  /** The rotations of a step, the same for all workers. */
  private record StoredRotations(String file) implements StepRandomness {
    @Override
    public Randomness of(StepDescriptor step) {
      return new FixtureRandomness(read(file), Math.toIntExact(step.step()));
    }
  }
}
