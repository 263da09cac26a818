package io.palindrome.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.conf.OptimizerConfig;
import io.palindrome.conf.OptimizerKind;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SgdTest {
  @Test
  void multipliesByRateAndScale() {
    INDArray gradients = Nd4j.createFromArray(4f, -8f);
    new Sgd().toUpdate(gradients, null, new StepSize(1, 0.5, 0.25));
    assertThat(gradients.toFloatVector()).containsExactly(0.5f, -1f);
    assertThat(new Sgd().stateLength(7)).isZero();
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
    assertThat(Optimizer.of(OptimizerConfig.DEFAULT)).isEqualTo(new Adam(0.9, 0.999, 1e-8));
    assertThat(Optimizer.of(new OptimizerConfig(OptimizerKind.SGD, 1, 0, 0, 1e-8, 0, 1, 0)))
        .isEqualTo(new Sgd());
  }
}
