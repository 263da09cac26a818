package io.palindrome.model.parameter;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.UserException;
import io.palindrome.model.random.CounterRandom;
import java.util.Arrays;

/**
 * The parameters a run starts from.
 *
 * <p>Weights of linear maps and word embeddings are normal(0, 0.02), biases 0, gains 1, as in
 * Hugging Face's Reformer. Position tables start as {@link Sinusoids} instead of noise, which takes
 * a byte model off the bigram plateau; they train like any other parameter.
 *
 * <p>Every slot draws from a key of (seed, slot number), so that a slot's start does not depend on
 * the sizes of the slots before it.
 */
public final class ParameterInitializer {
  private static final double DEVIATION = 0.02;
  private static final long MOST = Integer.MAX_VALUE - 8L;

  private ParameterInitializer() {}

  /**
   * The flat vector, [parameterCount].
   *
   * @throws UserException if the network has more parameters than one Java array holds
   */
  public static float[] initialize(ReformerConfig config, long seed) {
    ParameterLayout layout = ParameterLayout.of(config);
    if (layout.parameterCount() > MOST) {
      throw new UserException(
          "Cannot initialize the model: it has %d parameters and one vector holds %d; choose fewer layers or a smaller model.d-model"
              .formatted(layout.parameterCount(), MOST));
    }
    float[] flat = new float[(int) layout.parameterCount()];
    for (int i = 0; i < layout.slots().size(); i++) {
      Slot slot = layout.slots().get(i);
      if (isWeight(layout, slot)) {
        CounterRandom.fillNormal(
            CounterRandom.key(seed, i), DEVIATION, flat, (int) slot.offset(), (int) slot.length());
      }
    }
    positions(layout.positions(), flat);
    for (LayerSlots layer : layout.layers()) {
      ones(layer.attentionNorm().gain(), flat);
      ones(layer.feedForwardNorm().gain(), flat);
    }
    ones(layout.finalNorm().gain(), flat);
    return flat;
  }

  /** Linear weights and word embeddings have two axes; position tables are written later. */
  private static boolean isWeight(ParameterLayout layout, Slot slot) {
    boolean learnedPositions =
        layout.positions() instanceof PositionSlots.Learned learned && learned.table().equals(slot);
    return slot.shape().size() == 2 && !learnedPositions;
  }

  private static void ones(Slot gain, float[] flat) {
    Arrays.fill(flat, (int) gain.offset(), (int) gain.end(), 1f);
  }

  private static void positions(PositionSlots positions, float[] flat) {
    if (positions instanceof PositionSlots.Learned learned) {
      Sinusoids.learned(learned.table()).write(learned.table(), flat);
    } else if (positions instanceof PositionSlots.Axial axial) {
      Sinusoids.rows(axial.rows()).write(axial.rows(), flat);
      Sinusoids.columns().write(axial.columns(), flat);
    }
  }
}
