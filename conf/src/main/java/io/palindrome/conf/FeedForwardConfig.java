package io.palindrome.conf;

import java.io.Serializable;

/**
 * The feed-forward branch.
 *
 * @param kind whether a second projection gates the hidden layer
 * @param dFeedForward width of the hidden layer
 * @param activation applied to the hidden layer
 * @param chunkRows rows (positions of the whole batch) computed at a time; 0 = 2,048
 */
public record FeedForwardConfig(
    FeedForwardKind kind, int dFeedForward, Activation activation, int chunkRows)
    implements Serializable {
  public static final FeedForwardConfig DEFAULT =
      new FeedForwardConfig(FeedForwardKind.PLAIN, 1024, Activation.RELU, 4096);

  public FeedForwardConfig {
    Check.present("model.feed-forward.kind", kind);
    Check.inRange("model.feed-forward.d-feed-forward", dFeedForward, 1, 1 << 20);
    Check.present("model.feed-forward.activation", activation);
    Check.notNegative("model.feed-forward.chunk-rows", chunkRows);
  }
}
