package io.palindrome.jobs.averaging;

import static io.palindrome.jobs.averaging.LocalWorkers.values;
import static io.palindrome.jobs.averaging.TinyRun.averaging;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.averaging.dl4j.ReformerTrainingMaster;
import io.palindrome.jobs.averaging.dl4j.WorkerNetworks;
import io.palindrome.jobs.feed.StepPlan;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Deeplearning4j's own trainer as the oracle, where it drops nothing: as many partitions as
 * workers, each of as many data sets as a round has local steps, and no repartitioning.
 */
class StockTrainerIT {
  private static final int WORKERS = 2;
  private static final int LOCAL_STEPS = 3;
  private static JavaSparkContext spark;

  @BeforeAll
  static void open() {
    System.setProperty(
        "org.deeplearning4j.spark.time.TimeSource",
        "org.deeplearning4j.spark.time.SystemClockTimeSource");
    spark = LocalSpark.open("local[2]");
  }

  @AfterAll
  static void close() {
    WorkerNetworks.ofThisProcess().closeIdle();
    spark.close();
  }

  /** One round's data, without names: both trainers draw randomness from the iteration alone. */
  private static List<DataSet> data(StepPlan plan, long round) {
    List<DataSet> data = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      for (int s = 0; s < LOCAL_STEPS; s++) {
        DataSet named = new TinyRun.MadeUpDocuments().load(plan.step(round, worker, s));
        data.add(new DataSet(named.getFeatures(), named.getLabels()));
      }
    }
    return data;
  }

  private static ParameterAveragingTrainingMaster stock() {
    return new ParameterAveragingTrainingMaster.Builder(WORKERS, 1)
        .batchSizePerWorker(1)
        .averagingFrequency(LOCAL_STEPS)
        .workerPrefetchNumBatches(0)
        .saveUpdater(true)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.Never)
        .build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneRoundEqualsTheStockTrainer(boolean adam) {
    OptimizerConfig optimizer = adam ? TinyRun.ADAM : TinyRun.SGD;
    RunConfig config =
        TinyRun.config(optimizer, averaging(WORKERS, LOCAL_STEPS, OptimizerStateKind.AVERAGE));
    StepPlan plan = TinyRun.plan(config, 64);
    ReformerNetwork ours = ReformerNetwork.create(config, DataType.FLOAT);
    ReformerNetwork theirs = ReformerNetwork.create(config, DataType.FLOAT);
    double[] before = values(ours.parameters());
    ours.distribute(spark, new ReformerTrainingMaster(config.train()))
        .fit(spark.parallelize(data(plan, 0), WORKERS));
    new SparkDl4jMultiLayer(spark, theirs.multiLayerNetwork(), stock())
        .fit(spark.parallelize(data(plan, 0), WORKERS));

    assertThat(values(ours.parameters())).isNotEqualTo(before);
    assertThat(values(ours.parameters()))
        .containsExactly(values(theirs.parameters()), within(1e-7));
    assertThat(ours.steps()).isEqualTo(LOCAL_STEPS);
    if (adam) {
      assertThat(values(ours.optimizerState()))
          .containsExactly(values(theirs.optimizerState()), within(1e-9));
    }
  }
}
