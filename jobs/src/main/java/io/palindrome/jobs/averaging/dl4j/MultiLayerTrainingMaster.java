package io.palindrome.jobs.averaging.dl4j;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The half of dl4j-spark's trainer interface that a trainer of one MultiLayerNetwork has no use
 * for: graphs, statistics (its own are in a report of each worker) and temporary files, of which it
 * writes none.
 */
interface MultiLayerTrainingMaster<R extends TrainingResult, W extends TrainingWorker<R>>
    extends TrainingMaster<R, W> {
  @Override
  default W getWorkerInstance(SparkComputationGraph graph) {
    throw graph();
  }

  @Override
  default void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    throw graph();
  }

  @Override
  default void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    throw graph();
  }

  private static UnsupportedOperationException graph() {
    return new UnsupportedOperationException(
        "Cannot train a ComputationGraph: a Reformer is a MultiLayerNetwork; use"
            + " SparkDl4jMultiLayer");
  }

  /** Rounds always measure themselves, so false changes nothing and true is refused. */
  @Override
  default void setCollectTrainingStats(boolean collect) {
    if (collect) {
      throw new UnsupportedOperationException(
          "Cannot collect dl4j-spark's statistics: averaging rounds measure themselves; read"
              + " RoundResult");
    }
  }

  @Override
  default boolean getIsCollectTrainingStats() {
    return false;
  }

  /** None: see {@link ReformerTrainingMaster#reports}. */
  @Override
  default SparkTrainingStats getTrainingStats() {
    return null;
  }

  @Override
  default boolean deleteTempFiles(JavaSparkContext spark) {
    return true;
  }

  @Override
  default boolean deleteTempFiles(SparkContext spark) {
    return true;
  }
}
