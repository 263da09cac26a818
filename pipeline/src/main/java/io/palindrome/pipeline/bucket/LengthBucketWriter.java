package io.palindrome.pipeline.bucket;

import io.palindrome.pipeline.token.TokenizedDocument;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Writes placed documents as Parquet, one file a shard, the rows of a file in order of doc_id. */
public final class LengthBucketWriter {
  private static final String ROW_GROUP_BYTES = Integer.toString(32 << 20);

  private LengthBucketWriter() {}

  /**
   * Writes those documents that have a placement into a folder that does not exist yet.
   *
   * <p>Parquet by default looks at sizes every 100 rows only, which with rows of megabytes makes
   * one page and one row group of everything; the options make it look after every row.
   *
   * @param placements by doc_id
   */
  public static void write(
      SparkSession session,
      JavaRDD<TokenizedDocument> documents,
      Map<String, Placement> placements,
      Path folder) {
    int shards = 1 + placements.values().stream().mapToInt(Placement::shard).max().orElseThrow();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<Map<String, Placement>> placed = spark.broadcast(placements);
    JavaRDD<Row> rows =
        documents
            .mapToPair(
                document ->
                    new Tuple2<>(placed.value().get(document.document().docId()).shard(), document))
            .partitionBy(new ByShard(shards))
            .values()
            .map(
                document ->
                    LengthBucketSchema.row(
                        document, placed.value().get(document.document().docId())));
    session
        .createDataFrame(rows, LengthBucketSchema.DATASET)
        .sortWithinPartitions("split", "bucket", "doc_id")
        .write()
        .partitionBy("split", "bucket")
        .option("compression", "zstd")
        .option("parquet.compression.codec.zstd.level", "3")
        .option("parquet.enable.dictionary#tokens", "false")
        .option("parquet.block.size", ROW_GROUP_BYTES)
        .option("parquet.block.size.row.check.min", "1")
        .option("parquet.page.size.row.check.min", "1")
        .option("parquet.page.size.check.estimate", "false")
        .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        .parquet(folder.toString());
    placed.destroy();
  }

  /** A Spark partition for each shard: hashing would put several shards into one task. */
  private static final class ByShard extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int shards;

    ByShard(int shards) {
      this.shards = shards;
    }

    @Override
    public int numPartitions() {
      return shards;
    }

    @Override
    public int getPartition(Object shard) {
      return (Integer) shard;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByShard that && that.shards == shards;
    }

    @Override
    public int hashCode() {
      return shards;
    }
  }
}
