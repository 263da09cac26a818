package io.palindrome.jobs.averaging.dl4j;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The half of dl4j-spark's worker interface that a trainer of one MultiLayerNetwork has no use for.
 * dl4j-spark calls it for graphs, and for its own statistics, which a report of its own replaces.
 */
interface SingleNetworkWorker extends TrainingWorker<WorkerResult> {
  @Override
  default ComputationGraph getInitialModelGraph() {
    throw graph();
  }

  @Override
  default WorkerResult processMinibatch(DataSet batch, ComputationGraph graph, boolean isLast) {
    throw graph();
  }

  @Override
  default WorkerResult processMinibatch(
      MultiDataSet batch, ComputationGraph graph, boolean isLast) {
    throw graph();
  }

  @Override
  default Pair<WorkerResult, SparkTrainingStats> processMinibatchWithStats(
      DataSet batch, ComputationGraph graph, boolean isLast) {
    throw graph();
  }

  @Override
  default Pair<WorkerResult, SparkTrainingStats> processMinibatchWithStats(
      MultiDataSet batch, ComputationGraph graph, boolean isLast) {
    throw graph();
  }

  @Override
  default WorkerResult getFinalResult(ComputationGraph graph) {
    throw graph();
  }

  @Override
  default Pair<WorkerResult, SparkTrainingStats> getFinalResultWithStats(ComputationGraph graph) {
    throw graph();
  }

  @Override
  default Pair<WorkerResult, SparkTrainingStats> processMinibatchWithStats(
      DataSet batch, MultiLayerNetwork network, boolean isLast) {
    throw statistics();
  }

  @Override
  default Pair<WorkerResult, SparkTrainingStats> getFinalResultWithStats(
      MultiLayerNetwork network) {
    throw statistics();
  }

  @Override
  default Pair<WorkerResult, SparkTrainingStats> getFinalResultNoDataWithStats() {
    throw statistics();
  }

  private static UnsupportedOperationException graph() {
    return new UnsupportedOperationException(
        "Cannot train a ComputationGraph: a Reformer is a MultiLayerNetwork; use"
            + " SparkDl4jMultiLayer");
  }

  private static UnsupportedOperationException statistics() {
    return new UnsupportedOperationException(
        "Cannot collect dl4j-spark's statistics: averaging rounds measure themselves; read"
            + " RoundResult");
  }
}
