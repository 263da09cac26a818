package io.palindrome.jobs.evaluation;

import io.palindrome.conf.RunConfig;
import io.palindrome.jobs.averaging.dl4j.WorkerKernels;
import io.palindrome.model.StepKey;
import io.palindrome.model.TrainingBatch;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.parameter.HostArrays;
import io.palindrome.pipeline.batch.Crop;
import io.palindrome.pipeline.dataset.DatasetIndex;
import io.palindrome.pipeline.dataset.DocumentReader;
import io.palindrome.pipeline.token.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.datavec.spark.util.SerializableHadoopConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One executor's share of an evaluation: forward passes over pieces of documents. */
record PieceEvaluation(
    RunConfig config,
    Vocabulary vocabulary,
    Broadcast<float[]> parameters,
    Broadcast<DatasetIndex> documents,
    Broadcast<SerializableHadoopConfig> hadoop)
    implements FlatMapFunction<Iterator<ScoredPiece>, PieceLosses> {
  private static final long CACHE_BYTES = 64L << 20;

  @Override
  public Iterator<PieceLosses> call(Iterator<ScoredPiece> pieces) {
    List<PieceLosses> all = new ArrayList<>();
    if (!pieces.hasNext()) {
      return all.iterator();
    }
    DocumentReader reader = new DocumentReader(hadoop.value().getConfiguration(), CACHE_BYTES);
    try (TrainingStep step =
        new TrainingStep(
            config.model(),
            config.train().memory(),
            WorkerKernels.create(config.runtime(), DataType.FLOAT))) {
      try (INDArray flat = HostArrays.vector(parameters.value())) {
        step.loadParameters(flat);
      }
      while (pieces.hasNext()) {
        all.add(losses(step, reader, pieces.next()));
      }
    }
    return all.iterator();
  }

  private PieceLosses losses(TrainingStep step, DocumentReader reader, ScoredPiece piece) {
    Crop crop = piece.crop();
    int[] tokens =
        reader.tokens(
            documents.value().documents().get(crop.document()), crop.start(), crop.length());
    int unscored = piece.unscored();
    int[] labels = tokens.clone();
    Arrays.fill(labels, 0, unscored, TrainingBatch.IGNORED);
    StepKey key = new StepKey(config.train().seed(), crop.document(), crop.start());
    TrainingBatch batch =
        new TrainingBatch(
            1, tokens.length, tokens, labels, new int[0], new int[] {piece.position()});
    double[] ofPositions = step.losses(batch, new EvaluationRandomness(key));
    float[] ofTokens = new float[tokens.length - unscored];
    for (int i = 0; i < ofTokens.length; i++) {
      int token = unscored + i;
      ofTokens[i] = isText(tokens[token]) ? (float) ofPositions[token - 1] : Float.NaN;
    }
    return new PieceLosses(piece, ofTokens);
  }

  private boolean isText(int token) {
    return token != vocabulary.pad()
        && token != vocabulary.begin()
        && token != vocabulary.end()
        && token != vocabulary.unknown();
  }
}
