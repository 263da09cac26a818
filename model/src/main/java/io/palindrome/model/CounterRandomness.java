package io.palindrome.model;

import io.palindrome.model.kernel.CounterDropout;
import io.palindrome.model.kernel.CounterNormals;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.RotationShape;
import io.palindrome.model.layer.Site;
import io.palindrome.model.random.CounterRandom;
import java.util.Optional;

/**
 * The product's randomness: every number is a function of (seed, document, step, layer, site,
 * element).
 */
public record CounterRandomness(StepKey key) implements Randomness {
  private static final int COLUMN_BITS = 24;

  private long siteKey(Site site, int layer) {
    return CounterRandom.key(key.seed(), key.document(), key.step(), layer, site.key());
  }

  @Override
  public Dropout dropout(Site site, int layer, double probability) {
    if (probability == 0) {
      return Dropout.NONE;
    }
    return new CounterDropout(siteKey(site, layer), 0, 1L << COLUMN_BITS, probability);
  }

  @Override
  public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
    return normals(layer, sequence, head, shape).draw(shape.elementsPerHead());
  }

  @Override
  public Optional<CounterNormals> countedRotations(
      int layer, int sequence, int head, RotationShape shape) {
    return Optional.of(normals(layer, sequence, head, shape));
  }

  private CounterNormals normals(int layer, int sequence, int head, RotationShape shape) {
    long first = ((long) sequence * shape.heads() + head) * shape.elementsPerHead();
    return new CounterNormals(siteKey(Site.ROTATION, layer), first);
  }
}
