package io.palindrome.jobs.averaging;

import static io.palindrome.jobs.averaging.TinyRun.averaging;
import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.conf.BatchConfig;
import io.palindrome.conf.LengthBucketConfig;
import io.palindrome.conf.OptimizerStateKind;
import io.palindrome.conf.PrepareConfig;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.conf.RunConfig;
import io.palindrome.conf.TokenizerConfig;
import io.palindrome.conf.TrainConfig;
import io.palindrome.jobs.averaging.dl4j.ReformerNetwork;
import io.palindrome.jobs.feed.BatchFeed;
import io.palindrome.jobs.feed.CropSteps;
import io.palindrome.model.parameter.TinyConfigs;
import io.palindrome.pipeline.PrepareProgress;
import io.palindrome.pipeline.PrepareRequest;
import io.palindrome.pipeline.PrepareStages;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.dataset.PublishedDataset;
import io.palindrome.pipeline.token.Tokenizer;
import io.palindrome.pipeline.token.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** From text files over Parquet to a trained network. */
class DatasetTrainingIT {
  @TempDir static Path folder;
  private static JavaSparkContext spark;
  private static DatasetIndex documents;

  @BeforeAll
  static void prepare() throws IOException {
    spark = LocalSpark.open("local[2]");
    SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    Path texts = Files.createDirectories(folder.resolve("texts"));
    for (int book = 0; book < 5; book++) {
      Files.writeString(
          texts.resolve("book-" + book + ".txt"),
          ("Book " + book + " says the same again and again. ").repeat(30 + 20 * book));
    }
    PrepareRequest request =
        new PrepareRequest(
            List.of(texts.toString()),
            folder.resolve("data").toString(),
            Optional.of("it"),
            PrepareConfig.DEFAULT,
            TokenizerConfig.DEFAULT,
            LengthBucketConfig.DEFAULT,
            "");
    PrepareStages.run(session, request, PrepareProgress.SILENT);
    documents =
        DatasetIndex.load(
            session, PublishedDataset.open(spark.hadoopConfiguration(), request.output()));
  }

  @AfterAll
  static void close() {
    spark.close();
  }

  private static RunConfig config() {
    Vocabulary vocabulary = Tokenizer.of(TokenizerConfig.DEFAULT).vocabulary();
    ReformerConfig m = TinyConfigs.axial();
    ReformerConfig model =
        new ReformerConfig(
            vocabulary.size(),
            m.dModel(),
            m.heads(),
            m.dHead(),
            m.layers(),
            m.causal(),
            0,
            m.layerNormEpsilon(),
            0,
            vocabulary.pad(),
            m.position(),
            m.lsh(),
            m.local(),
            m.full(),
            m.feedForward());
    RunConfig r = TinyRun.config(model, TinyRun.ADAM, averaging(2, 5, OptimizerStateKind.AVERAGE));
    TrainConfig t = r.train();
    TrainConfig train =
        new TrainConfig(
            t.seed(),
            t.rounds(),
            t.precision(),
            new BatchConfig(64, 2, List.of(32), List.of(2)),
            t.memory(),
            t.optimizer(),
            t.averaging(),
            t.checkpoint(),
            t.evaluation(),
            t.reconstruction(),
            t.health());
    return new RunConfig(
        r.prepare(), r.tokenizer(), r.buckets(), model, train, r.report(), r.runtime());
  }

  @Test
  void learnsFromParquet() {
    RunConfig config = config();
    CropSteps plan = new CropSteps(documents, config.train());
    List<Double> losses = new ArrayList<>();
    try (ReformerNetwork network = ReformerNetwork.create(config, DataType.FLOAT);
        BatchFeed feed = new BatchFeed(spark, documents, config.model().padToken(), 1 << 20);
        AveragingTrainer trainer = new AveragingTrainer(spark, network, plan, feed)) {
      trainer.train(
          result -> {
            losses.add(result.loss());
            int length = result.round() < 2 ? 32 : 64;
            assertThat(result.tokens())
                .isBetween(2L * 5 * 2 * length / 2, 2L * 5 * 2 * (length - 1));
          });
      assertThat(trainer.state().examples()).isEqualTo(6 * 2 * 5 * 2);
    }
    assertThat(losses).hasSize(6);
    assertThat(losses.get(0)).isBetween(5.0, 5.7);
    assertThat(losses.get(5)).isLessThan(losses.get(0) - 0.3);
  }
}
