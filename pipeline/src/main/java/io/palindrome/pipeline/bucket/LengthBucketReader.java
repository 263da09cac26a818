package io.palindrome.pipeline.bucket;

import io.palindrome.pipeline.document.LiteralPath;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the rows of a run directory with Spark. */
public final class LengthBucketReader {
  /** Spark's default of 4,096 rows a batch is gigabytes where a row is a novel. */
  private static final String ROWS_A_BATCH = "8";

  private LengthBucketReader() {}

  /**
   * All rows of a run directory, of schema {@link LengthBucketSchema#DATASET}.
   *
   * <p>They come through a session of their own, so that the caller's settings stay as they are.
   */
  public static Dataset<Row> read(SparkSession session, String runDirectory) {
    SparkSession reading = session.newSession();
    reading.conf().set("spark.sql.parquet.columnarReaderBatchSize", ROWS_A_BATCH);
    return reading.read().schema(LengthBucketSchema.DATASET).parquet(LiteralPath.of(runDirectory));
  }
}
