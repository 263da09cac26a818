package io.palindrome.jobs.feed;

import io.palindrome.model.parameter.HostArrays;
import io.palindrome.pipeline.batch.BatchPacker;
import io.palindrome.pipeline.batch.Crop;
import io.palindrome.pipeline.batch.TokenBatch;
import io.palindrome.pipeline.dataset.DatasetIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.datavec.spark.util.BroadcastHadoopConfigHolder;
import org.datavec.spark.util.SerializableHadoopConfig;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Loads the data set of one step on an executor: the path is a {@link StepDescriptor}, the tokens
 * come out of the Parquet files that the dataset's index names.
 */
public final class BatchFeed implements DataSetLoader, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<DatasetIndex> documents;
  private final Broadcast<SerializableHadoopConfig> hadoop;
  private final int padToken;
  private final long cacheBytes;

  /**
   * @param documents of the split that descriptors number
   * @param padToken behind the end of sequences that are shorter than others of their batch
   * @param cacheBytes packed tokens that an executor keeps
   */
  public BatchFeed(JavaSparkContext spark, DatasetIndex documents, int padToken, long cacheBytes) {
    this.documents = spark.broadcast(documents);
    this.hadoop = BroadcastHadoopConfigHolder.get(spark);
    this.padToken = padToken;
    this.cacheBytes = cacheBytes;
  }

  @Override
  public DataSet load(Source source) {
    return load(StepDescriptor.parse(source.getPath()));
  }

  DataSet load(StepDescriptor step) {
    DatasetIndex index = documents.value();
    ExecutorDocuments reader =
        ExecutorDocuments.of(
            index.fingerprint(), () -> hadoop.value().getConfiguration(), cacheBytes);
    List<int[]> tokens = new ArrayList<>();
    for (Crop crop : step.crops()) {
      tokens.add(reader.tokens(index.documents().get(crop.document()), crop));
    }
    DataSet dataSet = dataSet(new BatchPacker(padToken, 1).pack(step.crops(), tokens));
    dataSet.setExampleMetaData(Collections.nCopies(step.crops().size(), step));
    return dataSet;
  }

  /** Tokens and labels [batch, length] as int; a mask of the same shape where there is padding. */
  public static DataSet dataSet(TokenBatch batch) {
    INDArray tokens = matrix(batch, batch.tokens());
    INDArray labels = matrix(batch, batch.labels());
    if (batch.realTokens() == batch.tokens().length) {
      return new DataSet(tokens, labels);
    }
    int[] mask = new int[batch.tokens().length];
    for (int row = 0; row < batch.batch(); row++) {
      int from = row * batch.length();
      Arrays.fill(mask, from, from + batch.crops().get(row).length(), 1);
    }
    return new DataSet(tokens, labels, matrix(batch, mask), null);
  }

  private static INDArray matrix(TokenBatch batch, int[] values) {
    return HostArrays.ints(values, batch.batch(), batch.length());
  }

  /** Frees the index on all executors. */
  @Override
  public void close() {
    documents.destroy();
  }
}
