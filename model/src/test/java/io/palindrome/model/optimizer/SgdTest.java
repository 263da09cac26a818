package io.palindrome.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.TinyConfigs;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SgdTest {
  @Test
  void multipliesByRateAndScale() {
    INDArray gradients = Nd4j.createFromArray(4f, -8f);
    new Sgd().toUpdate(null, gradients, null, new StepSize(1, 0.5, 0.25));
    assertThat(gradients.toFloatVector()).containsExactly(0.5f, -1f);
    assertThat(new Sgd().stateLength()).isZero();
  }

  @Test
  void normIsThatOfTheWholeVector() {
    INDArray gradients = Nd4j.ones(3 * VectorWindow.LENGTH + 1).muli(2);
    double norm = 2 * Math.sqrt(3 * VectorWindow.LENGTH + 1);
    assertThat(GradientNorm.of(gradients)).isCloseTo(norm, within(1e-9));
    assertThat(GradientNorm.clipScale(norm, 1)).isCloseTo(1 / norm, within(1e-15));
  }

  @Test
  void clipsOnlyWhatIsLongerThanTheBound() {
    assertThat(GradientNorm.clipScale(0.9, 1)).isEqualTo(1);
    assertThat(GradientNorm.clipScale(1e6, 0)).isEqualTo(1);
  }

  @Test
  void configurationChoosesTheOptimizer() {
    ParameterLayout layout = ParameterLayout.of(TinyConfigs.axial());
    long count = layout.parameterCount();
    assertThat(Optimizer.of(OptimizerConfig.DEFAULT, layout))
        .isEqualTo(new Adam(0.9, 0.999, 1e-8, WeightDecay.NONE, count));
    assertThat(Optimizer.of(TinyOptimizers.of(OptimizerKind.ADAMW), layout))
        .isEqualTo(new Adam(0.9, 0.98, 1e-9, new WeightDecay(0.1, layout.decaying()), count));
    assertThat(Optimizer.of(TinyOptimizers.of(OptimizerKind.ADAFACTOR), layout))
        .isEqualTo(new Adafactor(layout.slots()));
    assertThat(Optimizer.of(TinyOptimizers.of(OptimizerKind.SGD), layout))
        .isEqualTo(new Momentum(0.9, Momentum.Look.BEHIND, count));
    assertThat(Optimizer.of(TinyOptimizers.of(OptimizerKind.NESTEROV), layout))
        .isEqualTo(new Momentum(0.9, Momentum.Look.AHEAD, count));
    assertThat(Optimizer.of(TinyOptimizers.plain(OptimizerKind.SGD, 1), layout))
        .isEqualTo(new Sgd());
  }
}
