package io.palindrome.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.parameter.TinyConfigs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every optimizer over several steps, against the formulas of its paper written out per element.
 */
class OptimizerReferenceTest {
  private static final int STEPS = 5;
  private static final double RATE = 0.03;
  private static final double SCALE = 0.5;

  private static Stream<ReformerConfig> networks() {
    return Stream.of(TinyConfigs.axial(), TinyConfigs.learned());
  }

  private static double gradient(int step, int i) {
    return Math.sin(1.7 * i + 0.9 * step) * (1 + i % 7) - (i % 5 == 0 ? 0.8 : 0);
  }

  /** Parameters after some steps of the product's optimizer, [parameterCount]. */
  private static double[] train(OptimizerConfig config, ReformerConfig network, DataType type) {
    ParameterLayout layout = ParameterLayout.of(network);
    Optimizer optimizer = Optimizer.of(config, layout);
    INDArray parameters = Nd4j.createFromArray(start(layout)).castTo(type);
    INDArray state =
        optimizer.stateLength() == 0 ? null : Nd4j.zeros(type, optimizer.stateLength());
    for (int step = 1; step <= STEPS; step++) {
      double[] g = new double[(int) layout.parameterCount()];
      for (int i = 0; i < g.length; i++) {
        g[i] = gradient(step, i);
      }
      INDArray gradients = Nd4j.createFromArray(g).castTo(type);
      optimizer.toUpdate(parameters, gradients, state, new StepSize(step, RATE, SCALE));
      parameters.subi(gradients);
    }
    return parameters.castTo(DataType.DOUBLE).toDoubleVector();
  }

  private static double[] start(ParameterLayout layout) {
    double[] parameters = new double[(int) layout.parameterCount()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = Math.cos(0.31 * i);
    }
    return parameters;
  }

  /** Whether AdamW decays a slot, by its name. */
  private static boolean decays(Slot slot) {
    return slot.name().endsWith(".weight")
        && !slot.name().contains("norm")
        && !slot.name().contains("position_embeddings");
  }

  private static double[] expected(OptimizerConfig c, ReformerConfig network) {
    ParameterLayout layout = ParameterLayout.of(network);
    double[] p = start(layout);
    for (Slot slot : layout.slots()) {
      for (int i = (int) slot.offset(); i < slot.end(); i++) {
        p[i] =
            switch (c.kind()) {
              case ADAM -> adam(c, p[i], i, 0);
              case ADAMW -> adam(c, p[i], i, decays(slot) ? c.weightDecay() : 0);
              case SGD -> momentum(c, p[i], i);
              case NESTEROV -> nesterov(c, p[i], i);
              case ADAFACTOR -> throw new AssertionError("see AdafactorTest");
            };
      }
    }
    return p;
  }

  private static double adam(OptimizerConfig c, double start, int i, double decay) {
    double p = start;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = SCALE * gradient(t, i);
      p *= 1 - RATE * decay;
      m = c.beta1() * m + (1 - c.beta1()) * g;
      v = c.beta2() * v + (1 - c.beta2()) * g * g;
      double mean = m / (1 - Math.pow(c.beta1(), t));
      p -= RATE * mean / (Math.sqrt(v / (1 - Math.pow(c.beta2(), t))) + c.epsilon());
    }
    return p;
  }

  private static double momentum(OptimizerConfig c, double start, int i) {
    double p = start;
    double buffer = 0;
    for (int t = 1; t <= STEPS; t++) {
      buffer = c.momentum() * buffer + SCALE * gradient(t, i);
      p -= RATE * buffer;
    }
    return p;
  }

  private static double nesterov(OptimizerConfig c, double start, int i) {
    double p = start;
    double buffer = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = SCALE * gradient(t, i);
      buffer = c.momentum() * buffer + g;
      p -= RATE * (g + c.momentum() * buffer);
    }
    return p;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADAFACTOR")
  void everyOptimizerFollowsItsFormula(OptimizerKind kind) {
    OptimizerConfig config = TinyOptimizers.of(kind);
    for (ReformerConfig network : networks().toList()) {
      double[] expected = expected(config, network);
      assertThat(train(config, network, DataType.DOUBLE)).containsExactly(expected, within(1e-13));
      assertThat(train(config, network, DataType.FLOAT)).containsExactly(expected, within(2e-6));
    }
  }

  @Test
  void theComparisonSeesTheDecayThatWasLeftOut() {
    ReformerConfig network = TinyConfigs.axial();
    double[] decayed = train(TinyOptimizers.of(OptimizerKind.ADAMW), network, DataType.DOUBLE);
    double[] plain = expected(TinyOptimizers.of(OptimizerKind.ADAM), network);
    double[] difference = new double[plain.length];
    Arrays.setAll(difference, i -> Math.abs(plain[i] - decayed[i]));
    assertThat(Arrays.stream(difference).max().orElseThrow()).isGreaterThan(1e-3);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onlyWeightsOfTwoAxesDecay(ReformerConfig network) {
    ParameterLayout layout = ParameterLayout.of(network);
    assertThat(layout.decaying())
        .containsExactlyElementsOf(
            layout.slots().stream().filter(OptimizerReferenceTest::decays).toList())
        .extracting(Slot::name)
        .contains("reformer.embeddings.word_embeddings.weight", "lm_head.decoder.weight")
        .noneMatch(name -> name.contains("position") || name.endsWith("bias"));
  }

  @Test
  void decayInWindowsReachesEverySlotOnce() {
    int length = 3 * VectorWindow.LENGTH + 10;
    WeightDecay decay =
        new WeightDecay(
            0.5,
            List.of(
                new Slot("a", 3, List.of(2L, 5L)),
                new Slot("b", 4090, List.of(2L, 4100L)),
                new Slot("c", length - 4, List.of(2L, 2L))));
    INDArray ones = Nd4j.ones(DataType.DOUBLE, length);
    double[] all = new double[length];
    WeightDecay.Windows windows = decay.of(ones);
    for (int from = 0; from < length; from += VectorWindow.LENGTH) {
      double[] update = new double[VectorWindow.LENGTH];
      int count = Math.min(VectorWindow.LENGTH, length - from);
      windows.addTo(update, from, count, 0.1);
      System.arraycopy(update, 0, all, from, count);
    }
    for (int i = 0; i < length; i++) {
      boolean inside = (i >= 3 && i < 13) || (i >= 4090 && i < 12_290) || i >= length - 4;
      assertThat(all[i]).as("element %d", i).isEqualTo(inside ? 0.05 : 0);
    }
  }

  @Test
  void decayNeedsTheParameters() {
    Optimizer adamw =
        Optimizer.of(
            TinyOptimizers.of(OptimizerKind.ADAMW), ParameterLayout.of(TinyConfigs.axial()));
    INDArray gradients = Nd4j.zeros(DataType.FLOAT, adamw.stateLength() / 2);
    INDArray state = Nd4j.zeros(DataType.FLOAT, adamw.stateLength());
    assertThatThrownBy(() -> adamw.toUpdate(null, gradients, state, new StepSize(1, 1, 1)))
        .hasMessage(
            "Cannot decay weights: the optimizer was given no parameters; call toUpdate with"
                + " them");
  }
}
