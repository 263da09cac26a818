package io.palindrome.jobs.averaging;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.feed.StepDescriptor;
import io.palindrome.jobs.feed.StepPlan;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the workers of a round do, by hand: no Spark, no slices, no reuse. */
final class LocalWorkers {
  private LocalWorkers() {}

  /** What one worker has in the end. */
  record Finished(double[] parameters, double[] state, long tokens) {}

  /** Every worker on its own, from the network's parameters, state and number of steps. */
  static List<Finished> run(MultiLayerNetwork start, StepPlan plan, long round) {
    RunConfig config = ReformerNetwork.config(start);
    List<Finished> finished = new ArrayList<>();
    for (int worker = 0; worker < config.train().averaging().workers(); worker++) {
      MultiLayerNetwork network = copy(start, config);
      long tokens = 0;
      for (int s = 0; s < config.train().averaging().localSteps(); s++) {
        StepDescriptor step = plan.step(round, worker, s);
        ReformerNetwork.layer(network)
            .useRandomness(new KeyedRandomness(config.train().seed()).of(step));
        network.fit(new TinyRun.MadeUpDocuments().load(step));
        tokens += ReformerNetwork.layer(network).lastResult().countedLabels();
      }
      INDArray state = ReformerNetwork.optimizerState(network);
      finished.add(
          new Finished(
              values(network.params()), state == null ? new double[0] : values(state), tokens));
      ReformerNetwork.close(network);
    }
    return finished;
  }

  private static MultiLayerNetwork copy(MultiLayerNetwork start, RunConfig config) {
    MultiLayerNetwork network = ReformerNetwork.create(config, start.params().dataType());
    network.params().assign(start.params());
    INDArray state = ReformerNetwork.optimizerState(start);
    if (state != null) {
      ReformerNetwork.optimizerState(network).assign(state);
    }
    network.setIterationCount(start.getIterationCount());
    return network;
  }

  /** The elements, widened without loss. */
  static double[] values(INDArray vector) {
    return vector.reshape(vector.length()).castTo(DataType.DOUBLE).toDoubleVector();
  }
}
