package io.palindrome.model.layer;

import io.palindrome.model.kernel.CounterNormals;
import io.palindrome.model.kernel.Dropout;
import java.util.Optional;

/** Everything random in one step. Asked twice, it answers the same. */
public interface Randomness {
  /** For networks that have nothing random: no dropout, and rotations are asked for by mistake. */
  Randomness NOTHING =
      new Randomness() {
        @Override
        public Dropout dropout(Site site, int layer, double probability) {
          return Dropout.NONE;
        }

        @Override
        public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
          throw new IllegalStateException("layer %d has no rotations".formatted(layer));
        }
      };

  /** The dropout mask of a site; {@link Dropout#NONE} where the probability is 0. */
  Dropout dropout(Site site, int layer, double probability);

  /**
   * Normal rotations of one head of an LSH layer in one sequence of the batch, [dHead, rounds *
   * halves] row-major.
   */
  double[] rotations(int layer, int sequence, int head, RotationShape shape);

  /**
   * What {@link #rotations} are, where they are a function of a key, so that kernels can draw them
   * in their own memory.
   */
  default Optional<CounterNormals> countedRotations(
      int layer, int sequence, int head, RotationShape shape) {
    return Optional.empty();
  }
}
