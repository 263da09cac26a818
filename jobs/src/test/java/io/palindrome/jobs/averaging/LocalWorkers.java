package io.palindrome.jobs.averaging;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.dl4j.CropPositions;
import io.palindrome.jobs.averaging.dl4j.KeyedRandomness;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.feed.StepDescriptor;
import io.palindrome.jobs.feed.StepPlan;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the workers of a round do, by hand: no Spark, no slices, no reuse. */
final class LocalWorkers {
  private LocalWorkers() {}

  /** What one worker has in the end. */
  record Finished(double[] parameters, double[] state, long tokens) {}

  /** Every worker on its own, from the network's parameters, state and number of steps. */
  static List<Finished> run(ReformerNetwork start, StepPlan plan, long round) {
    RunConfig config = start.config();
    List<Finished> finished = new ArrayList<>();
    for (int worker = 0; worker < config.train().averaging().workers(); worker++) {
      ReformerNetwork network = copy(start, config);
      long tokens = 0;
      for (int s = 0; s < config.train().averaging().localSteps(); s++) {
        StepDescriptor step = plan.step(round, worker, s);
        network.layer().useRandomness(new KeyedRandomness(config.train().seed()).of(step));
        network.layer().usePositions(CropPositions.of(config).first(step.crops()));
        network.multiLayerNetwork().fit(new TinyRun.MadeUpDocuments().load(step));
        tokens += network.layer().lastResult().countedLabels();
      }
      INDArray state = network.optimizerState();
      finished.add(
          new Finished(
              values(network.parameters()), state == null ? new double[0] : values(state), tokens));
      network.close();
    }
    return finished;
  }

  private static ReformerNetwork copy(ReformerNetwork start, RunConfig config) {
    ReformerNetwork network = ReformerNetwork.create(config, start.parameters().dataType());
    network.parameters().assign(start.parameters());
    INDArray state = start.optimizerState();
    if (state != null) {
      network.optimizerState().assign(state);
    }
    network.setSteps(start.steps());
    return network;
  }

  /** The elements, widened without loss. */
  static double[] values(INDArray vector) {
    return vector.reshape(vector.length()).castTo(DataType.DOUBLE).toDoubleVector();
  }
}
