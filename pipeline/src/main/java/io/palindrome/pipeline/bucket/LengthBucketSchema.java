package io.palindrome.pipeline.bucket;

import io.palindrome.pipeline.document.DocumentFacts;
import io.palindrome.pipeline.token.TokenFacts;
import io.palindrome.pipeline.token.TokenizedDocument;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map$;

/** The columns of a dataset: one row a document. {@code docs/formats.md} says what each holds. */
public final class LengthBucketSchema {
  /** Raised when a column changes its meaning or type. */
  public static final int VERSION = 1;

  private static final DataType CHAPTERS =
      DataTypes.createArrayType(
          new StructType()
              .add("title", DataTypes.StringType, false)
              .add("char_start", DataTypes.LongType, false)
              .add("token_start", DataTypes.LongType, false),
          false);
  private static final DataType QUALITY =
      DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false);
  private static final DataType FLAGS = DataTypes.createArrayType(DataTypes.StringType, false);

  /** What the Parquet files hold. */
  public static final StructType FILE =
      new StructType()
          .add("doc_id", DataTypes.StringType, false)
          .add("content_sha256", DataTypes.StringType, false)
          .add("source_sha256", DataTypes.StringType, false)
          .add("source_uri", DataTypes.StringType, false)
          .add("work_id", DataTypes.StringType, false)
          .add("title", DataTypes.StringType, false)
          .add("author", DataTypes.StringType, false)
          .add("language", DataTypes.StringType, false)
          .add("license", DataTypes.StringType, false)
          .add("n_chars", DataTypes.LongType, false)
          .add("n_bytes", DataTypes.LongType, false)
          .add("n_tokens", DataTypes.IntegerType, false)
          .add("padded_length", DataTypes.IntegerType, false)
          .add("token_width", DataTypes.IntegerType, false)
          .add("tokens", DataTypes.BinaryType, false)
          .add("tokens_xxh64", DataTypes.LongType, false)
          .add("chapters", CHAPTERS, false)
          .add("quality", QUALITY, false)
          .add("flags", FLAGS, false)
          .add("tokenizer_fingerprint", DataTypes.StringType, false)
          .add("schema_version", DataTypes.IntegerType, false);

  /** What a reader sees: the files' columns and the two that the folder names carry. */
  public static final StructType DATASET =
      FILE.add("split", DataTypes.StringType, false).add("bucket", DataTypes.LongType, false);

  private LengthBucketSchema() {}

  /** The row of a document, of schema {@link #DATASET}. */
  static Row row(TokenizedDocument tokenized, Placement placement) {
    DocumentFacts document = tokenized.document();
    TokenFacts tokens = tokenized.tokens();
    return RowFactory.create(
        document.docId(),
        document.contentSha256(),
        document.source().sha256(),
        document.source().uri(),
        document.workId(),
        document.attribution().title(),
        document.attribution().author(),
        document.attribution().language(),
        document.attribution().license(),
        document.nChars(),
        document.nBytes(),
        tokens.count(),
        placement.paddedLength(),
        tokens.width(),
        tokenized.packed(),
        tokens.xxh64(),
        new Object[0],
        Map$.MODULE$.<String, Object>empty(),
        document.flags().toArray(),
        tokens.tokenizerFingerprint(),
        VERSION,
        placement.split().label(),
        placement.bucket());
  }
}
