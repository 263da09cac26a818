package io.palindrome.jobs.averaging.dl4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.AveragingConfig;
import io.palindrome.conf.Check;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.TrainConfig;
import io.palindrome.jobs.averaging.mean.AveragingRound;
import io.palindrome.jobs.averaging.mean.OuterOptimizer;
import io.palindrome.jobs.averaging.mean.RoundOutcome;
import io.palindrome.jobs.averaging.mean.Slices;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import io.palindrome.model.parameter.HostArrays;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.datavec.spark.util.BroadcastHadoopConfigHolder;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.listener.RoutingIterationListener;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.worker.ExecuteWorkerFlatMap;
import org.deeplearning4j.spark.api.worker.ExecuteWorkerPathFlatMap;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * dl4j-spark's trainer with our averaging round: one call of {@code fitPaths} or {@code fit} is one
 * round. Partition w of the data is logical worker w, its elements are that worker's local steps in
 * order; so the caller's plan decides everything, and nothing is shuffled, split or dropped.
 *
 * <p>The network on the driver has the parameters, the averaged optimizer state and the number of
 * steps. Optimizer states that stay local are kept here, one of each worker.
 */
public final class ReformerTrainingMaster
    implements MultiLayerTrainingMaster<WorkerResult, ReformerTrainingWorker> {
  private final AveragingConfig averaging;
  private final int batchSize;
  private final StepRandomness randomness;
  private final OuterOptimizer outer;
  private final Slices slices;
  private final List<TrainingHook> hooks = new ArrayList<>();
  private final List<TrainingListener> listeners = new ArrayList<>();

  private List<WorkerState> localStates = List.of();
  private List<WorkerReport> reports = List.of();

  /** Slices of parameters and of the averaged optimizer state after the last round. */
  private List<byte[]> parameterSlices = List.of();

  private List<byte[]> stateSlices = List.of();

  /** A trainer whose randomness is that of the run's seed. */
  public ReformerTrainingMaster(TrainConfig train) {
    this(train, new KeyedRandomness(train.seed()), Slices.DEFAULT);
  }

  /** A trainer with randomness from elsewhere, or other slices. */
  public ReformerTrainingMaster(TrainConfig train, StepRandomness randomness, Slices slices) {
    this.averaging = train.averaging();
    this.batchSize = train.batch().size();
    this.randomness = randomness;
    this.outer = OuterOptimizer.of(averaging.outer());
    this.slices = slices;
  }

  /** What the workers of the last round measured, in their order. */
  public List<WorkerReport> reports() {
    return reports;
  }

  /**
   * A copy of each worker's own optimizer state, shaped like {@code initial}, where each starts.
   */
  public List<INDArray> localStates(INDArray initial) {
    List<INDArray> states = new ArrayList<>();
    for (WorkerState own : localSlices(initial)) {
      INDArray state = initial.ulike();
      slices.paste(own.slices(), state);
      states.add(state);
    }
    return states;
  }

  /** Sets each worker's own optimizer state. */
  public void restoreLocalStates(List<INDArray> states) {
    localStates = states.stream().map(state -> new WorkerState(slices.cut(state))).toList();
  }

  private List<WorkerState> localSlices(INDArray initial) {
    if (localStates.isEmpty()) {
      WorkerState start = new WorkerState(slices.cut(initial));
      localStates = Collections.nCopies(averaging.workers(), start);
    }
    return localStates;
  }

  private boolean local() {
    return averaging.optimizerState() == OptimizerStateKind.LOCAL;
  }

  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer spark,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader graphLoader) {
    checkWorkers(paths.getNumPartitions());
    var hadoop = BroadcastHadoopConfigHolder.get(spark.getSparkContext());
    round(
        spark,
        worker -> paths.mapPartitions(new ExecuteWorkerPathFlatMap<>(worker, loader, hadoop)));
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer spark, JavaRDD<DataSet> data) {
    checkWorkers(data.getNumPartitions());
    round(spark, worker -> data.mapPartitions(new ExecuteWorkerFlatMap<>(worker)));
  }

  private void checkWorkers(int partitions) {
    Check.that(
        partitions == averaging.workers(),
        "partitions must be as many as train.averaging.workers %d, but are %d",
        averaging.workers(),
        partitions);
  }

  private void round(
      SparkDl4jMultiLayer spark, Function<ReformerTrainingWorker, JavaRDD<WorkerResult>> data) {
    ReformerNetwork network = ReformerNetwork.of(spark.getNetwork());
    List<Broadcast<?>> sent = new ArrayList<>();
    try {
      ReformerTrainingWorker worker = worker(spark.getSparkContext(), network, sent);
      RoundOutcome outcome =
          AveragingRound.reduce(
              data.apply(worker).flatMapToPair(WorkerResult::parts),
              network.parameters().dataType());
      take(outcome, network);
    } finally {
      sent.forEach(Broadcast::destroy);
    }
    announce(spark);
  }

  /** A worker, with everything that it needs broadcast. */
  private ReformerTrainingWorker worker(
      JavaSparkContext spark, ReformerNetwork network, List<Broadcast<?>> sent) {
    INDArray state = network.optimizerState();
    List<Broadcast<WorkerState>> own = new ArrayList<>();
    if (local()) {
      localSlices(state).forEach(one -> own.add(spark.broadcast(one)));
    }
    RoundStart round =
        new RoundStart(
            network.config().runtime(),
            network.json(),
            network.steps(),
            slices,
            slices.cut(network.parameters(), parameterSlices),
            local() ? List.of() : slices.cut(state, stateSlices));
    Broadcast<RoundStart> start = spark.broadcast(round);
    sent.add(start);
    sent.addAll(own);
    return new ReformerTrainingWorker(start, own, randomness, batchSize, hooks);
  }

  /** Replaces what the round started from. */
  private void take(RoundOutcome outcome, ReformerNetwork network) {
    INDArray parameters = network.parameters();
    int count = slices.count(parameters.length());
    parameterSlices = outcome.mean().subList(0, count);
    stateSlices = outcome.mean().subList(count, outcome.mean().size());
    try (INDArray mean = HostArrays.zeros(parameters.dataType(), 1, parameters.length())) {
      slices.paste(parameterSlices, mean);
      outer.apply(parameters, mean);
    }
    reports = outcome.reports();
    if (local()) {
      localStates =
          reports.stream().map(report -> new WorkerState(report.optimizerState())).toList();
    } else {
      slices.paste(stateSlices, network.optimizerState());
    }
    int made = reports.stream().mapToInt(report -> report.steps().size()).max().orElseThrow();
    network.setSteps(network.steps() + made);
  }

  private void announce(SparkDl4jMultiLayer spark) {
    MultiLayerNetwork network = spark.getNetwork();
    network.setScore(WorkerReport.meanLoss(reports));
    spark.setScore(network.score());
    for (TrainingListener listener : listeners) {
      listener.iterationDone(network, network.getIterationCount(), network.getEpochCount());
    }
  }

  @Override
  public ReformerTrainingWorker getWorkerInstance(SparkDl4jMultiLayer spark) {
    return worker(
        spark.getSparkContext(), ReformerNetwork.of(spark.getNetwork()), new ArrayList<>());
  }

  /** Called on the driver after each round, with the averaged network. */
  @Override
  public void setListeners(Collection<TrainingListener> newListeners) {
    listeners.clear();
    listeners.addAll(newListeners);
  }

  @Override
  public void setListeners(StatsStorageRouter router, Collection<TrainingListener> newListeners) {
    setListeners(newListeners);
    for (TrainingListener listener : newListeners) {
      if (listener instanceof RoutingIterationListener routing) {
        routing.setStorageRouter(router);
      }
    }
  }

  /** Called on executors around each local step. */
  @Override
  public void addHook(TrainingHook hook) {
    hooks.add(hook);
  }

  @Override
  public void removeHook(TrainingHook hook) {
    hooks.remove(hook);
  }

  @Override
  public String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(averaging);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("AveragingConfig cannot be written as JSON", e);
    }
  }

  /** JSON is YAML. */
  @Override
  public String toYaml() {
    return toJson();
  }
}
