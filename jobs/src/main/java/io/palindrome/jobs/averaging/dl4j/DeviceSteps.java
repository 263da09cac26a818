package io.palindrome.jobs.averaging.dl4j;

import io.palindrome.model.LocalSteps;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * The local steps of a round on a network whose kernels compute on a device. Its vectors are copied
 * to the kernels when the round begins and back when it ends; in between they stay there, and the
 * network's own arrays are those of the beginning. Deeplearning4j's {@code fit} would copy
 * parameters and gradients in every step, and update them one by one on the host.
 */
final class DeviceSteps {
  private final ReformerNetwork network;

  DeviceSteps(ReformerNetwork network) {
    this.network = network;
  }

  /** Whether a network's steps are better made so than by Deeplearning4j. */
  static boolean suit(ReformerNetwork network) {
    return network.layer().kernels().areOnDevice();
  }

  private LocalSteps steps() {
    return network.layer().localSteps();
  }

  /** Takes parameters and optimizer state from the network. */
  void begin() {
    steps().begin(network.parameters(), network.optimizerState());
  }

  /** What {@code fit} of the network does, on a copy of its vectors. */
  void fit(DataSet batch) {
    int done = network.steps();
    network.layer().makeLocalStep(batch, done, network.learningRate(done));
    network.setSteps(done + 1);
  }

  /** L2 norm of the last step's gradients, before clipping. */
  double lastGradientNorm() {
    return steps().lastGradientNorm();
  }

  /** Gives parameters and optimizer state back to the network. */
  void end() {
    steps().end(network.parameters(), network.optimizerState());
  }
}
