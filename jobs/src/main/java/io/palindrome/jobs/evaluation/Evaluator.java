package io.palindrome.jobs.evaluation;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.evaluation.Evaluation.DocumentLoss;
import io.palindrome.pipeline.batch.Crop;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.token.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.datavec.spark.util.BroadcastHadoopConfigHolder;

/** Evaluates parameters on a split, on executors. */
public final class Evaluator {
  private final JavaSparkContext spark;
  private final RunConfig config;
  private final DatasetIndex documents;

  /**
   * @param config complete: {@code model} has its vocabulary size and pad token
   * @param documents of the split
   */
  public Evaluator(JavaSparkContext spark, RunConfig config, DatasetIndex documents) {
    this.spark = spark;
    this.config = config;
    this.documents = documents;
  }

  /** Losses of the documents over these pieces, each from its second token on. */
  public Evaluation evaluate(float[] parameters, List<Crop> pieces) {
    Map<Integer, DocumentLoss> byDocument = new TreeMap<>();
    BandTally byPosition = new BandTally();
    for (PieceLosses piece : run(parameters, scored(pieces))) {
      int document = piece.piece().crop().document();
      for (int i = 0; i < piece.nats().length; i++) {
        byPosition.add(piece.piece().unscored() + i, piece.nats()[i]);
      }
      byDocument.merge(
          document,
          new DocumentLoss(document, piece.total(), piece.bytes()),
          (a, b) -> new DocumentLoss(document, a.nats() + b.nats(), a.bytes() + b.bytes()));
    }
    return new Evaluation(List.copyOf(byDocument.values()), byPosition.result());
  }

  private static List<ScoredPiece> scored(List<Crop> pieces) {
    return pieces.stream().map(ScoredPiece::of).toList();
  }

  /**
   * Losses in nats of every token of one document, [nTokens]; NaN for the first one and for tokens
   * that stand for no text.
   */
  public float[] losses(float[] parameters, int document, int pieceLength) {
    int length = documents.documents().get(document).nTokens();
    List<Crop> pieces =
        EvaluationPlan.pieces(new int[] {length}, pieceLength).stream()
            .map(crop -> new Crop(document, crop.start(), crop.length()))
            .toList();
    float[] losses = new float[length];
    Arrays.fill(losses, Float.NaN);
    for (PieceLosses piece : run(parameters, scored(pieces))) {
      System.arraycopy(piece.nats(), 0, losses, piece.piece().firstScored(), piece.nats().length);
    }
    return losses;
  }

  /** Losses of the pieces, in the order of the text. */
  List<PieceLosses> run(float[] parameters, List<ScoredPiece> pieces) {
    Broadcast<float[]> sent = spark.broadcast(parameters);
    Broadcast<DatasetIndex> index = spark.broadcast(documents);
    try {
      PieceEvaluation task =
          new PieceEvaluation(
              config,
              Tokenizer.of(config.tokenizer()).vocabulary(),
              sent,
              index,
              BroadcastHadoopConfigHolder.get(spark));
      int partitions = Math.max(1, Math.min(pieces.size(), spark.defaultParallelism()));
      List<PieceLosses> losses =
          new ArrayList<>(spark.parallelize(pieces, partitions).mapPartitions(task).collect());
      losses.sort(
          Comparator.comparingInt((PieceLosses piece) -> piece.piece().crop().document())
              .thenComparingInt(piece -> piece.piece().firstScored()));
      return losses;
    } finally {
      sent.destroy();
      index.destroy();
    }
  }
}
