package io.palindrome.jobs.averaging;

import static io.palindrome.jobs.averaging.LocalWorkers.values;
import static io.palindrome.jobs.averaging.TinyRun.averaging;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.palindrome.conf.DataException;
import io.palindrome.conf.KernelKind;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.ReconstructionConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.LocalWorkers.Finished;
import io.palindrome.jobs.averaging.dl4j.CropPositions;
import io.palindrome.jobs.averaging.dl4j.KeyedRandomness;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.averaging.dl4j.ReformerTrainingMaster;
import io.palindrome.jobs.averaging.dl4j.StepRandomness;
import io.palindrome.jobs.averaging.dl4j.WorkerNetworks;
import io.palindrome.jobs.averaging.mean.Slices;
import io.palindrome.jobs.averaging.mean.WorkerReport;
import io.palindrome.jobs.feed.StepDescriptor;
import io.palindrome.jobs.feed.StepPlan;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.optimizer.TinyOptimizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class AveragingTrainerIT {
  private static JavaSparkContext spark;

  @BeforeAll
  static void open() {
    spark = LocalSpark.open("local[2]");
  }

  @AfterAll
  static void close() {
    WorkerNetworks.ofThisProcess().closeIdle();
    spark.close();
  }

  private static AveragingTrainer trainer(ReformerNetwork network, StepPlan plan) {
    return new AveragingTrainer(spark, network, plan, new TinyRun.MadeUpDocuments());
  }

  /** Weighted mean in float64 over workers in order, weights already without a common divisor. */
  private static double mean(List<Finished> workers, long divisor, ToDoubleFunction<Finished> of) {
    double sum = 0;
    double total = 0;
    for (Finished worker : workers) {
      double weight = (double) worker.tokens() / divisor;
      sum += weight * of.applyAsDouble(worker);
      total += weight;
    }
    return sum / total;
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void oneRoundIsTheMeanByHandToTheBit(DataType type) {
    RunConfig config = TinyRun.config(TinyRun.ADAM, averaging(3, 2, OptimizerStateKind.AVERAGE));
    StepPlan plan = TinyRun.plan(config, 64, 49, 17);
    ReformerNetwork network = ReformerNetwork.create(config, type);
    try (AveragingTrainer trainer = trainer(network, plan)) {
      for (long round = 0; round < 2; round++) {
        List<Finished> hand = LocalWorkers.run(network, plan, round);
        RoundResult result = trainer.nextRound();
        long[] tokens = hand.stream().mapToLong(Finished::tokens).toArray();
        assertThat(result.workers()).extracting(WorkerReport::tokens).containsExactly(box(tokens));
        long divisor = gcd(tokens);
        double[] parameters = values(network.parameters());
        for (int i = 0; i < parameters.length; i++) {
          int at = i;
          double expected = mean(hand, divisor, worker -> worker.parameters()[at]);
          assertThat(parameters[i])
              .as("parameter %d", i)
              .isEqualTo(type == DataType.FLOAT ? (float) expected : expected);
        }
        double[] state = values(network.optimizerState());
        for (int i = 0; i < state.length; i++) {
          int at = i;
          double expected = mean(hand, divisor, worker -> worker.state()[at]);
          assertThat(state[i])
              .as("state %d", i)
              .isEqualTo(type == DataType.FLOAT ? (float) expected : expected);
        }
      }
      assertThat(trainer.state()).isEqualTo(new TrainerState(2, 4, trainer.state().tokens(), 12));
      assertThat(network.steps()).isEqualTo(4);
    }
  }

  private static Long[] box(long[] values) {
    return Arrays.stream(values).boxed().toArray(Long[]::new);
  }

  private static long gcd(long... values) {
    long divisor = 0;
    for (long value : values) {
      long a = divisor;
      long b = value;
      while (b != 0) {
        long rest = a % b;
        a = b;
        b = rest;
      }
      divisor = a;
    }
    return divisor;
  }

  @Test
  void oneLocalStepWithSgdIsSynchronousDataParallelism() {
    RunConfig averaged = TinyRun.config(TinyRun.SGD, averaging(4, 1, OptimizerStateKind.AVERAGE));
    StepPlan plan = TinyRun.plan(averaged, 64);
    ReformerNetwork distributed = ReformerNetwork.create(averaged, DataType.DOUBLE);
    ReformerNetwork synchronous = ReformerNetwork.create(averaged, DataType.DOUBLE);
    try (AveragingTrainer trainer = trainer(distributed, plan)) {
      for (int round = 0; round < 3; round++) {
        trainer.nextRound();
        descendMeanGradient(synchronous, plan, round);
      }
    }
    assertThat(values(distributed.parameters()))
        .containsExactly(values(synchronous.parameters()), within(1e-14));
  }

  /** One step of descent along the mean of the four workers' gradients. */
  private static void descendMeanGradient(ReformerNetwork network, StepPlan plan, int round) {
    INDArray sum = network.parameters().mul(0);
    for (int worker = 0; worker < 4; worker++) {
      StepDescriptor step = plan.step(round, worker, 0);
      network.layer().useRandomness(new KeyedRandomness(42).of(step));
      network.layer().usePositions(CropPositions.of(network.config()).first(step.crops()));
      DataSet data = new TinyRun.MadeUpDocuments().load(step);
      network.multiLayerNetwork().setInput(data.getFeatures());
      network.multiLayerNetwork().setLabels(data.getLabels());
      network.multiLayerNetwork().computeGradientAndScore();
      INDArray gradient = network.multiLayerNetwork().gradient().gradient();
      sum.addi(gradient.reshape(sum.shape()));
    }
    network.parameters().subi(sum.mul(0.2 / 4));
  }

  private static Stream<Arguments> optimizers() {
    return Stream.of(
        arguments(OptimizerKind.ADAM, OptimizerStateKind.AVERAGE),
        arguments(OptimizerKind.ADAM, OptimizerStateKind.LOCAL),
        arguments(OptimizerKind.ADAMW, OptimizerStateKind.AVERAGE),
        arguments(OptimizerKind.ADAFACTOR, OptimizerStateKind.AVERAGE),
        arguments(OptimizerKind.ADAFACTOR, OptimizerStateKind.LOCAL),
        arguments(OptimizerKind.NESTEROV, OptimizerStateKind.AVERAGE));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void resumeInTheMiddleEqualsTheUninterruptedRunToTheBit(
      OptimizerKind optimizer, OptimizerStateKind kind) {
    RunConfig config = TinyRun.config(TinyOptimizers.of(optimizer), averaging(2, 2, kind));
    StepPlan plan = TinyRun.plan(config, 64, 33);
    ReformerNetwork whole = ReformerNetwork.create(config, DataType.FLOAT);
    List<Double> losses = new ArrayList<>();
    List<INDArray> wholeStates;
    try (AveragingTrainer trainer = trainer(whole, plan)) {
      trainer.train(result -> losses.add(result.loss()));
      wholeStates = trainer.optimizerStates().stream().map(INDArray::dup).toList();
    }
    ReformerNetwork first = ReformerNetwork.create(config, DataType.FLOAT);
    ReformerNetwork second = ReformerNetwork.create(config, DataType.FLOAT);
    try (AveragingTrainer before = trainer(first, plan);
        AveragingTrainer after = trainer(second, plan)) {
      for (int round = 0; round < 2; round++) {
        before.nextRound();
      }
      after.restore(before.state(), before.parameters(), before.optimizerStates());
      List<Double> resumed = new ArrayList<>();
      after.train(result -> resumed.add(result.loss()));
      assertThat(resumed).isEqualTo(losses.subList(2, 6));
      assertThat(values(second.parameters())).isEqualTo(values(whole.parameters()));
      assertThat(after.optimizerStates()).hasSameSizeAs(wholeStates);
      for (int i = 0; i < wholeStates.size(); i++) {
        assertThat(values(after.optimizerStates().get(i))).isEqualTo(values(wholeStates.get(i)));
      }
    }
    assertThat(losses.get(5)).isLessThan(losses.get(0));
  }

  @Test
  void localStatesDifferFromAveragedOnes() {
    RunConfig local = TinyRun.config(TinyRun.ADAM, averaging(2, 2, OptimizerStateKind.LOCAL));
    RunConfig average = TinyRun.config(TinyRun.ADAM, averaging(2, 2, OptimizerStateKind.AVERAGE));
    ReformerNetwork own = ReformerNetwork.create(local, DataType.FLOAT);
    ReformerNetwork shared = ReformerNetwork.create(average, DataType.FLOAT);
    try (AveragingTrainer a = trainer(own, TinyRun.plan(local, 64));
        AveragingTrainer b = trainer(shared, TinyRun.plan(average, 64))) {
      a.nextRound();
      b.nextRound();
      assertThat(own.parameters()).isEqualTo(shared.parameters());
      assertThat(a.optimizerStates()).hasSize(2);
      assertThat(b.optimizerStates()).hasSize(1);
      a.nextRound();
      b.nextRound();
      assertThat(values(own.parameters())).isNotEqualTo(values(shared.parameters()));
    }
  }

  @Test
  void theCutIntoSlicesChangesNoBit() {
    RunConfig config = TinyRun.config(TinyRun.ADAM, averaging(3, 1, OptimizerStateKind.AVERAGE));
    List<double[]> results = new ArrayList<>();
    for (int elements : new int[] {7, 100, 1 << 20}) {
      ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
      ReformerTrainingMaster master =
          new ReformerTrainingMaster(config.train(), new KeyedRandomness(42), new Slices(elements));
      StepPlan plan = TinyRun.plan(config, 64, 20);
      try (AveragingTrainer trainer =
          new AveragingTrainer(spark, network, plan, new TinyRun.MadeUpDocuments(), master)) {
        trainer.nextRound();
        trainer.nextRound();
      }
      results.add(values(network.parameters()));
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isEqualTo(results.get(0));
  }

  @Test
  void reportsWhatTheRoundMeasured() {
    RunConfig config = TinyRun.config(TinyRun.ADAM, averaging(2, 3, OptimizerStateKind.AVERAGE));
    ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
    try (AveragingTrainer trainer = trainer(network, TinyRun.plan(config, 64))) {
      RoundResult result = trainer.nextRound();
      assertThat(result.round()).isZero();
      assertThat(result.after()).isEqualTo(new TrainerState(1, 3, 2 * 3 * 63, 6));
      assertThat(result.tokens()).isEqualTo(2 * 3 * 63);
      assertThat(result.loss()).isCloseTo(Math.log(11), within(0.2));
      assertThat(result.learningRate()).isEqualTo(3e-3);
      assertThat(result.largestGradientNorm()).isPositive();
      assertThat(result.reconstructionError()).isBetween(0.0, 1e-4);
      assertThat(result.activationBytes()).isPositive();
      assertThat(result.residentBytes()).isGreaterThan(50L << 20);
      assertThat(result.tokensPerSecond()).isPositive();
      assertThat(result.trainingShare()).isBetween(0.0, 1.0);
    }
  }

  /** Randomness that makes the loss of one worker's middle step NaN. */
  private static StepRandomness broken(long worker) {
    return step -> {
      Randomness usual = new KeyedRandomness(42).of(step);
      return step.worker() == worker && step.step() == 1 ? new BrokenRandomness(usual) : usual;
    };
  }

  private static ReformerTrainingMaster broken(RunConfig config, long worker) {
    return new ReformerTrainingMaster(config.train(), broken(worker), Slices.DEFAULT);
  }

  @Test
  void theReconstructionIsMeasuredEverySoManySteps() {
    RunConfig config =
        TinyRun.withReconstruction(
            TinyRun.config(TinyRun.ADAM, averaging(1, 5, OptimizerStateKind.AVERAGE)),
            new ReconstructionConfig(3, 1e-3));
    ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
    try (AveragingTrainer trainer = trainer(network, TinyRun.plan(config, 64))) {
      RoundResult first = trainer.nextRound();
      RoundResult second = trainer.nextRound();
      assertThat(measured(first)).containsExactly(true, false, false, true, false);
      assertThat(measured(second)).containsExactly(false, true, false, false, true);
      assertThat(second.reconstructionError()).isBetween(0.0, 1e-4);
    }
  }

  private static List<Boolean> measured(RoundResult result) {
    return result.workers().get(0).steps().stream()
        .map(step -> !Double.isNaN(step.reconstructionError()))
        .toList();
  }

  @Test
  void aStepWithoutAFiniteLossIsSkippedAndCounted() {
    RunConfig config = TinyRun.config(TinyRun.ADAM, averaging(2, 3, OptimizerStateKind.AVERAGE));
    StepPlan plan = TinyRun.plan(config, 64);
    ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
    try (AveragingTrainer trainer =
        new AveragingTrainer(
            spark, network, plan, new TinyRun.MadeUpDocuments(), broken(config, 1))) {
      RoundResult result = trainer.nextRound();
      assertThat(result.skippedSteps()).isEqualTo(1);
      assertThat(result.workers().get(1).steps().get(1).skipped()).isTrue();
      assertThat(result.tokens()).isEqualTo(5 * 63);
      assertThat(result.loss()).isCloseTo(Math.log(11), within(0.3));
      assertThat(trainer.state()).isEqualTo(new TrainerState(1, 3, 5 * 63, 6));
      assertThat(network.steps()).isEqualTo(3);
    }
    for (double parameter : values(network.parameters())) {
      assertThat(parameter).isFinite();
    }
  }

  @Test
  void aSkippedStepLeavesNoTrace() {
    RunConfig three = TinyRun.config(TinyRun.SGD, averaging(1, 3, OptimizerStateKind.AVERAGE));
    RunConfig two = TinyRun.config(TinyRun.SGD, averaging(1, 2, OptimizerStateKind.AVERAGE));
    StepPlan plan = TinyRun.plan(three, 64);
    ReformerNetwork skipping = ReformerNetwork.create(three, DataType.FLOAT);
    ReformerNetwork without = ReformerNetwork.create(two, DataType.FLOAT);
    try (AveragingTrainer a =
            new AveragingTrainer(
                spark, skipping, plan, new TinyRun.MadeUpDocuments(), broken(three, 0));
        AveragingTrainer b =
            trainer(without, (round, worker, localStep) -> plan.step(0, 0, 2 * localStep))) {
      assertThat(a.nextRound().skippedSteps()).isEqualTo(1);
      assertThat(b.nextRound().skippedSteps()).isZero();
    }
    assertThat(values(skipping.parameters())).isEqualTo(values(without.parameters()));
  }

  @Test
  void aRoundOfSkippedStepsOnlyChangesNothing() {
    RunConfig config = TinyRun.config(TinyRun.ADAM, averaging(2, 2, OptimizerStateKind.AVERAGE));
    ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
    network.parameters().muli(1e18);
    double[] before = values(network.parameters());
    try (AveragingTrainer trainer = trainer(network, TinyRun.plan(config, 64))) {
      RoundResult result = trainer.nextRound();
      assertThat(result.skippedSteps()).isEqualTo(4);
      assertThat(result.loss()).isNaN();
      assertThat(result.meanGradientNorm()).isNaN();
    }
    assertThat(values(network.parameters())).isEqualTo(before);
    assertThat(values(network.optimizerState())).containsOnly(0);
  }

  /** A document that one worker cannot read. */
  private record DamagedDocuments() implements DataSetLoader {
    @Override
    public DataSet load(Source source) {
      StepDescriptor step = StepDescriptor.parse(source.getPath());
      if (step.worker() == 1) {
        throw new DataException("Cannot read document 1: it is damaged; prepare the data again");
      }
      return new TinyRun.MadeUpDocuments().load(step);
    }
  }

  @Test
  void saysWhatAnExecutorFoundWrong() {
    RunConfig config = TinyRun.config(TinyRun.ADAM, averaging(2, 1, OptimizerStateKind.AVERAGE));
    ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
    StepPlan plan = TinyRun.plan(config, 64);
    try (AveragingTrainer trainer =
        new AveragingTrainer(spark, network, plan, new DamagedDocuments())) {
      assertThatThrownBy(trainer::nextRound)
          .isInstanceOf(DataException.class)
          .hasMessage("Cannot read document 1: it is damaged; prepare the data again");
      assertThat(trainer.state()).isEqualTo(TrainerState.START);
    }
  }

  @ParameterizedTest
  @EnumSource(KernelKind.class)
  void everyKindOfKernelsTrains(KernelKind kernels) {
    RunConfig config =
        TinyRun.withKernels(
            TinyRun.config(TinyRun.ADAM, averaging(2, 2, OptimizerStateKind.AVERAGE)), kernels);
    ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
    ReformerNetwork exact = ReformerNetwork.create(config, DataType.DOUBLE);
    try (AveragingTrainer trainer = trainer(network, TinyRun.plan(config, 64));
        AveragingTrainer reference = trainer(exact, TinyRun.plan(config, 64))) {
      assertThat(trainer.nextRound().loss()).isCloseTo(reference.nextRound().loss(), within(1e-5));
    }
  }

  @Test
  void rejectsDataThatIsNotCutForTheWorkers() {
    RunConfig config = TinyRun.config(TinyRun.ADAM, averaging(2, 1, OptimizerStateKind.AVERAGE));
    SparkDl4jMultiLayer distributed =
        ReformerNetwork.create(config, DataType.FLOAT)
            .distribute(spark, new ReformerTrainingMaster(config.train()));
    assertThatThrownBy(() -> distributed.fitPaths(spark.parallelize(List.of("a", "b", "c"), 3)))
        .hasMessage("partitions must be as many as train.averaging.workers 2, but are 3");
  }

  @Test
  void rejectsAStateOfAnotherSize() {
    RunConfig config = TinyRun.config(TinyRun.ADAM, averaging(2, 1, OptimizerStateKind.LOCAL));
    ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
    long length = network.parameters().length();
    try (AveragingTrainer trainer = trainer(network, TinyRun.plan(config, 64))) {
      INDArray state = network.optimizerState();
      assertThatThrownBy(
              () -> trainer.restore(TrainerState.START, network.parameters(), List.of(state)))
          .hasMessage("optimizer states must be 2, but are 1");
      assertThatThrownBy(() -> trainer.restore(TrainerState.START, state, List.of(state, state)))
          .hasMessage("vector must have %d elements, but has %d", length, 2 * length);
    }
  }
}
