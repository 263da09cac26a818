package io.palindrome.jobs.averaging.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.KernelKind;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.RuntimeConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.StepKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A round of steps in the kernels' memory is a round of Deeplearning4j's. */
class DeviceStepsTest {
  private static final int STEPS = 5;
  private static final int LENGTH = 48;

  private static DataSet batch(int step) {
    int[][] tokens = new int[2][LENGTH];
    int[][] mask = new int[2][LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      tokens[0][i] = (i + step) % 11;
      tokens[1][i] = (3 * i + step) % 11;
      mask[0][i] = 1;
      mask[1][i] = i < LENGTH - 5 ? 1 : 0;
    }
    INDArray ids = Nd4j.createFromArray(tokens);
    INDArray seen = Nd4j.createFromArray(mask).castTo(DataType.FLOAT);
    return new DataSet(ids, ids.dup(), seen, null);
  }

  private static CounterRandomness randomness(int step) {
    return new CounterRandomness(new StepKey(5, 6, step));
  }

  private static double[] doubles(INDArray vector) {
    return vector.reshape(vector.length()).castTo(DataType.DOUBLE).toDoubleVector();
  }

  @ParameterizedTest
  @CsvSource({
    "ADAM, DOUBLE, 1e-12",
    "ADAMW, DOUBLE, 1e-12",
    "ADAMW, FLOAT, 1e-5",
    "SGD, FLOAT, 1e-5",
    "NESTEROV, DOUBLE, 1e-12",
    "ADAFACTOR, DOUBLE, 1e-12",
    "ADAFACTOR, FLOAT, 1e-5"
  })
  void equalTheStepsOfDeeplearning4j(OptimizerKind kind, DataType type, double tolerance) {
    RunConfig config = TinyNetworks.config(kind);
    try (ReformerNetwork theirs = ReformerNetwork.create(config, type);
        ReformerNetwork ours = ReformerNetwork.create(config, type)) {
      theirs.setSteps(3);
      ours.setSteps(3);
      DeviceSteps steps = new DeviceSteps(ours);
      steps.begin();
      double[] start = doubles(ours.parameters());
      for (int i = 0; i < STEPS; i++) {
        theirs.layer().useRandomness(randomness(i));
        theirs.multiLayerNetwork().fit(batch(i));
        ours.layer().useRandomness(randomness(i));
        steps.fit(batch(i));
        assertThat(ours.layer().lastResult().loss())
            .isCloseTo(theirs.layer().lastResult().loss(), within(10 * tolerance));
        assertThat(steps.lastGradientNorm())
            .isCloseTo(theirs.updater().lastGradientNorm(), within(100 * tolerance));
      }
      assertThat(doubles(ours.parameters())).isEqualTo(start);
      steps.end();
      assertThat(ours.steps()).isEqualTo(theirs.steps()).isEqualTo(3 + STEPS);
      assertThat(doubles(ours.parameters()))
          .containsExactly(doubles(theirs.parameters()), within(tolerance))
          .isNotEqualTo(start);
      assertThat(doubles(ours.optimizerState()))
          .containsExactly(doubles(theirs.optimizerState()), within(tolerance));
    }
  }

  /** Without randomness of its own, a step draws from the seed and the number of the step. */
  @Test
  void drawFromTheSeedAsDeeplearning4jDoes() {
    RunConfig config = TinyNetworks.config(OptimizerKind.ADAM);
    try (ReformerNetwork theirs = ReformerNetwork.create(config, DataType.DOUBLE);
        ReformerNetwork ours = ReformerNetwork.create(config, DataType.DOUBLE)) {
      DeviceSteps steps = new DeviceSteps(ours);
      steps.begin();
      for (int i = 0; i < 2; i++) {
        theirs.multiLayerNetwork().fit(batch(i));
        steps.fit(batch(i));
        assertThat(ours.layer().lastResult().loss())
            .isCloseTo(theirs.layer().lastResult().loss(), within(1e-11));
      }
    }
  }

  @Test
  void aSecondRoundBeginsWithWhatTheNetworkHas() {
    RunConfig config = TinyNetworks.config(OptimizerKind.ADAM);
    try (ReformerNetwork network = ReformerNetwork.create(config, DataType.DOUBLE)) {
      DeviceSteps steps = new DeviceSteps(network);
      steps.begin();
      steps.fit(batch(0));
      steps.end();
      double[] once = doubles(network.parameters());
      network.parameters().muli(2);
      network.optimizerState().assign(0);
      steps.begin();
      steps.end();
      double[] twice = doubles(network.parameters());
      for (int i = 0; i < once.length; i++) {
        assertThat(twice[i]).isEqualTo(2 * once[i]);
      }
      assertThat(doubles(network.optimizerState())).containsOnly(0);
    }
  }

  @Test
  void networksOnTheHostLeaveTheirStepsToDeeplearning4j() {
    RunConfig r = TinyNetworks.config(OptimizerKind.ADAM);
    RuntimeConfig d = r.runtime();
    RuntimeConfig nd4j =
        new RuntimeConfig(
            d.device(), KernelKind.ND4J, d.threads(), d.localExecutors(), d.executorMemory());
    RunConfig config =
        new RunConfig(
            r.prepare(), r.tokenizer(), r.buckets(), r.model(), r.train(), r.report(), nd4j);
    try (ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT)) {
      assertThat(DeviceSteps.suit(network)).isFalse();
    }
  }
}
