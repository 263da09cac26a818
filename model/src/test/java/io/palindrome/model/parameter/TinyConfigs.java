package io.palindrome.model.parameter;

import io.palindrome.conf.Activation;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DuplicateKeys;
import io.palindrome.conf.FeedForwardConfig;
import io.palindrome.conf.FeedForwardKind;
import io.palindrome.conf.FullConfig;
import io.palindrome.conf.LocalConfig;
import io.palindrome.conf.LshConfig;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import java.util.List;

/** Networks of a few hundred parameters for tests: one local and one LSH layer, wide d 8. */
public final class TinyConfigs {
  private TinyConfigs() {}

  /** Axial positions, shape (4, 16), widths (3, 5). */
  public static ReformerConfig axial() {
    return withPositions(new PositionConfig(PositionKind.AXIAL, 64, List.of(4, 16), List.of(3, 5)));
  }

  /** Learned positions, 64 rows. */
  public static ReformerConfig learned() {
    return withPositions(
        new PositionConfig(PositionKind.LEARNED, 64, List.of(8, 8), List.of(4, 4)));
  }

  private static ReformerConfig withPositions(PositionConfig position) {
    return new ReformerConfig(
        11,
        8,
        2,
        3,
        List.of(AttentionKind.LOCAL, AttentionKind.LSH),
        true,
        0.0,
        1e-12,
        0,
        0,
        position,
        new LshConfig(2, List.of(4), 16, 1, 0, 0.0, 0, false, DuplicateKeys.COUNTED),
        new LocalConfig(16, 1, 0, 0.0, 0),
        FullConfig.DEFAULT,
        new FeedForwardConfig(FeedForwardKind.PLAIN, 10, Activation.RELU, 0));
  }
}
