package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.RotationShape;
import io.palindrome.model.layer.Site;
import java.util.Arrays;

/** The rotations and dropout masks that a fixture stores. */
public final class FixtureRandomness implements Randomness {
  private final Fixture fixture;
  private final int step;

  public FixtureRandomness(Fixture fixture) {
    this(fixture, -1);
  }

  /**
   * @param step index into rotations that begin with an axis of steps; -1 where they do not
   */
  public FixtureRandomness(Fixture fixture, int step) {
    this.fixture = fixture;
    this.step = step;
  }

  @Override
  public Dropout dropout(Site site, int layer, double probability) {
    String module = module(site, layer);
    if (!fixture.has("dropmask." + module)) {
      return Dropout.NONE;
    }
    Fixture.Tensor mask = fixture.get("dropmask." + module);
    JsonNode probabilities = fixture.meta().get("config").get("_dropout_p");
    double kept = 1 / (1 - probabilities.get(module).asDouble());
    int columns = mask.shape().get(mask.shape().size() - 1);
    return (row, column) -> mask.values()[Math.toIntExact(row * columns + column)] == 0 ? 0 : kept;
  }

  private static String module(Site site, int layer) {
    String prefix = "reformer.encoder.layers." + layer + ".";
    return switch (site) {
      case EMBEDDING -> "reformer.embeddings";
      case POSITION -> "reformer.embeddings.position_embeddings";
      case ROTATION -> throw new IllegalArgumentException("rotations are not dropped");
      case ATTENTION -> prefix + "attention.self_attention";
      case ATTENTION_OUTPUT -> prefix + "attention.output";
      case FEED_FORWARD_HIDDEN -> prefix + "feed_forward.dense";
      case FEED_FORWARD_OUTPUT -> prefix + "feed_forward.output";
      case FINAL -> "reformer.encoder";
    };
  }

  /** Shared by all sequences of the batch. */
  @Override
  public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
    Fixture.Tensor rotations = fixture.get("rotations." + layer);
    int first = head * shape.elementsPerHead();
    if (step >= 0) {
      first += step * shape.heads() * shape.elementsPerHead();
    }
    return Arrays.copyOfRange(rotations.values(), first, first + shape.elementsPerHead());
  }
}
