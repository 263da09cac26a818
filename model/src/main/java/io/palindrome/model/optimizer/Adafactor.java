package io.palindrome.model.optimizer;

import io.palindrome.model.parameter.Slot;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adafactor (Shazeer and Stern 2018, arXiv:1804.04235, algorithms 4 and 5), without momentum and
 * with the learning rate of the schedule instead of a relative one. A slot of R rows and C columns,
 * both more than one, has R + C numbers of state instead of R * C; at step t
 *
 * <pre>
 * decay = 1 - t^-0.8
 * r[i] = decay * r[i] + (1 - decay) * mean over j of (g[i,j]^2 + 1e-30)
 * c[j] = decay * c[j] + (1 - decay) * mean over i of (g[i,j]^2 + 1e-30)
 * u[i,j] = g[i,j] / sqrt(r[i] * c[j] / mean(r))
 * update = learningRate * u / max(1, rms(u))
 * </pre>
 *
 * <p>Any other slot has its second moments one by one, {@code u = g / sqrt(v)}. The paper's sums
 * are means here, which changes no u and keeps the state away from the ends of float32.
 *
 * <p>state: for each slot in order [r, c] or [v].
 */
public record Adafactor(List<Slot> slots) implements Optimizer {
  private static final double DECAY_EXPONENT = -0.8;

  public Adafactor {
    slots = List.copyOf(slots);
  }

  static boolean factored(Slot slot) {
    return slot.rows() > 1 && slot.columns() > 1;
  }

  private static long stateLength(Slot slot) {
    return factored(slot) ? Math.addExact(slot.rows(), slot.columns()) : slot.length();
  }

  @Override
  public long stateLength() {
    return slots.stream().mapToLong(Adafactor::stateLength).reduce(0, Math::addExact);
  }

  @Override
  public void toUpdate(INDArray parameters, INDArray gradients, INDArray state, StepSize size) {
    VectorWindow gradient =
        VectorWindow.of("gradients", gradients, slots.get(slots.size() - 1).end());
    VectorWindow moments = VectorWindow.of("optimizer state", state, stateLength());
    double decay = 1 - StrictMath.pow((double) size.step(), DECAY_EXPONENT);
    long at = 0;
    for (Slot slot : slots) {
      SlotMoments of =
          factored(slot)
              ? FactoredMoments.read(slot, moments, at)
              : new SingleMoments(slot, moments, at);
      of.absorb(gradient, size.gradientScale(), decay);
      double rms = Math.sqrt(of.sumOfSquares(gradient, size.gradientScale()) / slot.length());
      double factor = size.gradientScale() * size.learningRate() / Math.max(1, rms);
      of.toUpdate(gradient, factor);
      at += stateLength(slot);
    }
  }
}
