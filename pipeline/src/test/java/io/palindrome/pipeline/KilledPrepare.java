package io.palindrome.pipeline;

import io.palindrome.conf.PrepareConfig;
import io.palindrome.pipeline.PrepareProgress.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** A run of prepare in a JVM of its own, which dies while Parquet files are being written. */
final class KilledPrepare {
  static final int DOCUMENTS = 8;
  static final int EXIT = 137;

  private KilledPrepare() {}

  /** Every document becomes a file, so a task of the writing job writes one. */
  static PrepareRequest request(Path input, Path output) {
    PrepareConfig oneFileEach = new PrepareConfig(64L << 20, 0.1, 0.1, 0.0, 1 << 10);
    return Requests.of(List.of(input), output, Optional.of("run-2"), oneFileEach);
  }

  /** Dies without any clean-up when two of the eight files are written. */
  public static void main(String[] inputAndOutput) {
    SparkSession session =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    PrepareStages.run(
        session,
        request(Path.of(inputAndOutput[0]), Path.of(inputAndOutput[1])),
        (step, done, total) -> {
          if (step == Step.WRITE && done >= total - DOCUMENTS + 2) {
            Runtime.getRuntime().halt(EXIT);
          }
        });
  }
}
