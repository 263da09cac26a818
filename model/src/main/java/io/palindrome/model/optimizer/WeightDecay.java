package io.palindrome.model.optimizer;

import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101): a step takes {@code
 * learningRate * rate} of each weight away, whatever its gradient. Which slots decay is the
 * business of {@link ParameterLayout#decaying}.
 *
 * @param slots those that decay, in the order of the flat vector
 */
record WeightDecay(double rate, List<Slot> slots) {
  static final WeightDecay NONE = new WeightDecay(0, List.of());

  WeightDecay {
    slots = List.copyOf(slots);
  }

  static WeightDecay of(double rate, ParameterLayout layout) {
    return rate == 0 ? NONE : new WeightDecay(rate, layout.decaying());
  }

  /** Decay of the parameters in this vector; null will do where nothing decays. */
  Windows of(INDArray parameters) {
    if (slots.isEmpty()) {
      return (update, from, length, learningRate) -> {};
    }
    if (parameters == null) {
      throw new IllegalStateException(
          "Cannot decay weights: the optimizer was given no parameters; call toUpdate with them");
    }
    VectorWindow window = new VectorWindow(parameters);
    double[] p = new double[VectorWindow.LENGTH];
    return (update, from, length, learningRate) -> {
      window.read(from, p, length);
      add(p, update, from, length, learningRate * rate);
    };
  }

  /** The part of the update that belongs to elements [from, from + length). */
  interface Windows {
    void addTo(double[] update, long from, int length, double learningRate);
  }

  private void add(double[] p, double[] update, long from, int length, double factor) {
    for (int s = firstEndingAfter(from); s < slots.size(); s++) {
      int start = (int) Math.max(0, slots.get(s).offset() - from);
      int end = (int) Math.min(length, slots.get(s).end() - from);
      if (start >= length) {
        return;
      }
      for (int i = start; i < end; i++) {
        update[i] += factor * p[i];
      }
    }
  }

  private int firstEndingAfter(long element) {
    int low = 0;
    int high = slots.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (slots.get(middle).end() > element) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
