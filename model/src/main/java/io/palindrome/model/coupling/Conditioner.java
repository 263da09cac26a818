package io.palindrome.model.coupling;

import io.palindrome.model.parameter.DenseSlots;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.parameter.SlotWriter;
import io.palindrome.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The small network that says how a coupling changes its target: linear maps with SiLU between
 * them. It is never inverted, so it may be any function.
 */
public record Conditioner(List<DenseSlots> layers) {
  public Conditioner {
    layers = List.copyOf(layers);
  }

  /**
   * Lays out a conditioner.
   *
   * @param widths of the input, of every hidden layer, and of the output
   */
  public static Conditioner add(SlotWriter slots, String name, List<Integer> widths) {
    List<DenseSlots> layers = new ArrayList<>();
    for (int i = 1; i < widths.size(); i++) {
      layers.add(slots.dense(name + "." + (i - 1), widths.get(i), widths.get(i - 1)));
    }
    return new Conditioner(layers);
  }

  /**
   * Writes starting values: normal weights of deviation 1 / sqrt(in), times outputGain in the last
   * layer, whose bias becomes {@code outputBias}; the other biases 0.
   */
  public void initialize(long key, double outputGain, double outputBias, float[] flat) {
    for (int i = 0; i < layers.size(); i++) {
      Slot weight = layers.get(i).weight();
      Slot bias = layers.get(i).bias();
      boolean last = i == layers.size() - 1;
      double deviation = (last ? outputGain : 1) / Math.sqrt((double) weight.columns());
      CounterRandom.fillNormal(
          CounterRandom.key(key, i),
          deviation,
          flat,
          Math.toIntExact(weight.offset()),
          Math.toIntExact(weight.length()));
      Arrays.fill(
          flat,
          Math.toIntExact(bias.offset()),
          Math.toIntExact(bias.end()),
          (float) (last ? outputBias : 0));
    }
  }

  /** Columns of the output. */
  int outputs() {
    return Math.toIntExact(layers.get(layers.size() - 1).weight().rows());
  }
}
