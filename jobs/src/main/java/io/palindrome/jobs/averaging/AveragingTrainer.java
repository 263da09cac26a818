package io.palindrome.jobs.averaging;

import io.palindrome.conf.Check;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.TrainConfig;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.averaging.dl4j.ReformerTrainingMaster;
import io.palindrome.jobs.averaging.dl4j.WorkerNetworks;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import io.palindrome.jobs.feed.StepPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a network by averaging rounds, on the driver. After each round everything that a
 * checkpoint needs can be read here, and a trainer that is given it again goes on with the same
 * bits.
 *
 * <pre>
 * try (AveragingTrainer trainer = new AveragingTrainer(spark, network, plan, feed)) {
 *   trainer.train(result -&gt; log(result));
 * }
 * </pre>
 */
public final class AveragingTrainer implements AutoCloseable {
  private final JavaSparkContext spark;
  private final ReformerNetwork network;
  private final TrainConfig config;
  private final StepPlan plan;
  private final DataSetLoader feed;
  private final ReformerTrainingMaster master;
  private final SparkDl4jMultiLayer distributed;
  private TrainerState state = TrainerState.START;

  /**
   * @param network of {@link ReformerNetwork#create}; belongs to the caller
   * @param plan what each worker trains on
   * @param feed loads the data set of a step on an executor; belongs to the caller
   */
  public AveragingTrainer(
      JavaSparkContext spark, ReformerNetwork network, StepPlan plan, DataSetLoader feed) {
    this(spark, network, plan, feed, new ReformerTrainingMaster(network.config().train()));
  }

  AveragingTrainer(
      JavaSparkContext spark,
      ReformerNetwork network,
      StepPlan plan,
      DataSetLoader feed,
      ReformerTrainingMaster master) {
    this.spark = spark;
    this.network = network;
    this.config = network.config().train();
    this.plan = plan;
    this.feed = feed;
    this.master = master;
    this.distributed = network.distribute(spark, master);
  }

  /** Makes the rounds that the configuration still asks for. */
  public void train(Consumer<RoundResult> afterRound) {
    while (state.round() < config.rounds()) {
      afterRound.accept(nextRound());
    }
  }

  /**
   * Makes one averaging round.
   *
   * <p>Steps without a finite loss or gradient are skipped and counted; whether the run should go
   * on is for the caller to say.
   *
   * @throws io.palindrome.conf.DataException if a document cannot be read
   * @throws io.palindrome.conf.ResourceException if executors were lost once too often
   */
  public RoundResult nextRound() {
    int workers = config.averaging().workers();
    int localSteps = config.averaging().localSteps();
    long round = state.round();
    List<String> paths = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      for (int localStep = 0; localStep < localSteps; localStep++) {
        paths.add(plan.step(round, worker, localStep).path());
      }
    }
    long began = System.nanoTime();
    spark.sc().setJobDescription("averaging round " + round);
    try {
      distributed.fitPaths(spark.parallelize(paths, workers), feed);
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
      throw RoundFailure.of(round, e);
    }
    long nanos = System.nanoTime() - began;
    List<WorkerReport> reports = master.reports();
    long tokens = reports.stream().mapToLong(WorkerReport::tokens).sum();
    long examples = (long) workers * localSteps * config.batch().size();
    state =
        new TrainerState(
            round + 1,
            state.step() + localSteps,
            state.tokens() + tokens,
            state.examples() + examples);
    int last = Math.toIntExact(state.step() - 1);
    double rate = network.learningRate(last);
    return new RoundResult(round, state, rate, reports, nanos);
  }

  /** Where the run is. */
  public TrainerState state() {
    return state;
  }

  /** All parameters in layout order, [1, parameterCount] or [parameterCount]: a live view. */
  public INDArray parameters() {
    return network.parameters();
  }

  /**
   * Optimizer states as flat vectors: a live view of the one averaged state, or a copy of each
   * worker's own; none where the optimizer has no state.
   */
  public List<INDArray> optimizerStates() {
    INDArray averaged = network.optimizerState();
    if (averaged == null) {
      return List.of();
    }
    if (config.averaging().optimizerState() == OptimizerStateKind.AVERAGE) {
      return List.of(averaged);
    }
    return master.localStates(averaged);
  }

  /**
   * Continues where a checkpoint was written.
   *
   * @param savedParameters as {@link #parameters}
   * @param savedStates as {@link #optimizerStates}
   */
  public void restore(TrainerState saved, INDArray savedParameters, List<INDArray> savedStates) {
    INDArray averaged = network.optimizerState();
    boolean local = config.averaging().optimizerState() == OptimizerStateKind.LOCAL;
    int expected = averaged == null ? 0 : local ? config.averaging().workers() : 1;
    Check.that(
        savedStates.size() == expected,
        "optimizer states must be %d, but are %d",
        expected,
        savedStates.size());
    copy(savedParameters, network.parameters());
    if (expected > 0 && local) {
      for (INDArray own : savedStates) {
        checkLength(own, averaged);
      }
      master.restoreLocalStates(savedStates);
    } else if (expected > 0) {
      copy(savedStates.get(0), averaged);
    }
    network.setSteps(Math.toIntExact(saved.step()));
    state = saved;
  }

  private static void copy(INDArray from, INDArray to) {
    checkLength(from, to);
    to.reshape(to.length()).assign(from.reshape(from.length()));
  }

  private static void checkLength(INDArray from, INDArray to) {
    Check.that(
        from.length() == to.length(),
        "vector must have %d elements, but has %d",
        to.length(),
        from.length());
  }

  /** Frees what the workers of this process keep between rounds. The network stays open. */
  @Override
  public void close() {
    WorkerNetworks.ofThisProcess().closeIdle();
  }
}
