package io.palindrome.pipeline;

import io.palindrome.conf.LengthBucketConfig;
import io.palindrome.conf.PrepareConfig;
import io.palindrome.conf.TokenizerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Requests of the tests. */
public final class Requests {
  private Requests() {}

  /** Defaults but for small shards, so that a few documents make several files. */
  public static final PrepareConfig SMALL_SHARDS =
      new PrepareConfig(64L << 20, 0.1, 0.1, 0.0, 60_000);

  public static PrepareRequest of(Path input, Path output) {
    return of(List.of(input), output, Optional.empty(), SMALL_SHARDS);
  }

  public static PrepareRequest of(Path input, Path output, String runId) {
    return of(List.of(input), output, Optional.of(runId), SMALL_SHARDS);
  }

  public static PrepareRequest of(
      List<Path> inputs, Path output, Optional<String> runId, PrepareConfig config) {
    return new PrepareRequest(
        inputs.stream().map(Path::toString).toList(),
        output.toString(),
        runId,
        config,
        TokenizerConfig.DEFAULT,
        LengthBucketConfig.DEFAULT,
        "prepare { validation-fraction = 0.1 }");
  }
}
