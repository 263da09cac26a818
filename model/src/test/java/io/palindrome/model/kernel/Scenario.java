package io.palindrome.model.kernel;

import java.util.List;
import java.util.function.Consumer;

/**
 * One use of kernels: equal inputs in, what came out recorded.
 *
 * @param looseness factor on the tolerance, where the inputs make the result sensitive to rounding
 */
record Scenario(String name, double looseness, Consumer<Stage> play) {
  private static final long SEED = 20_260_101;

  Scenario(String name, Consumer<Stage> play) {
    this(name, 1, play);
  }

  /** What the scenario records on these kernels. */
  List<double[]> on(Kernels kernels) {
    try (Stage stage = new Stage(kernels, SEED + name.hashCode())) {
      play.accept(stage);
      return stage.shown();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
