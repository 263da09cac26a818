package io.palindrome.jobs.lab.reversal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palindrome.jobs.lab.LabSettings;
import io.palindrome.jobs.lab.LabText;
import io.palindrome.jobs.lab.Pace;
import io.palindrome.jobs.lab.reversal.GradientAngles.Angle;
import io.palindrome.model.kernel.NumberFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GradientAnglesTest {
  @Test
  void measuresAnglesOfAnySizeAndLength() {
    assertThat(GradientAngles.degrees(new double[] {1, 0}, new double[] {0, 3}))
        .isCloseTo(90, within(1e-9));
    assertThat(GradientAngles.degrees(new double[] {2, 0}, new double[] {-1, 0}))
        .isCloseTo(180, within(1e-9));
    double tiny = Math.tan(Math.toRadians(1e-9));
    assertThat(GradientAngles.degrees(new double[] {1, 0}, new double[] {5, 5 * tiny}))
        .isCloseTo(1e-9, within(1e-13));
    assertThat(GradientAngles.degrees(new double[] {1, 0}, new double[] {Double.NaN, 0})).isNaN();
  }

  @Test
  void coarseArithmeticTurnsGradientsFurther() {
    LabText text = LabText.of(new LabSettings(Pace.QUICK, 1, Optional.empty()), 64);
    Angle fine = first(NumberFormat.FLOAT32, text);
    Angle coarse = first(NumberFormat.BFLOAT16, text);
    assertThat(fine.reversibleToStored()).isBetween(1e-9, 1e-3);
    assertThat(coarse.reversibleToStored()).isGreaterThan(100 * fine.reversibleToStored());
    assertThat(coarse.storedToExact()).isBetween(1e-3, 10.0);
  }

  private static Angle first(NumberFormat format, LabText text) {
    List<Angle> angles = new GradientAngles(format, 8, 1, 2, 1).measure(text, angle -> {});
    assertThat(angles).hasSize(1);
    return angles.get(0);
  }
}
