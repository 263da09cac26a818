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
    implements FlatMapFunction<Iterator<Crop>, PieceLosses> {
  private static final long CACHE_BYTES = 64L << 20;

  @Override
  public Iterator<PieceLosses> call(Iterator<Crop> crops) {
    List<PieceLosses> all = new ArrayList<>();
    if (!crops.hasNext()) {
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
      while (crops.hasNext()) {
        all.add(losses(step, reader, crops.next()));
      }
    }
    return all.iterator();
  }

  private PieceLosses losses(TrainingStep step, DocumentReader reader, Crop crop) {
    int[] tokens =
        reader.tokens(
            documents.value().documents().get(crop.document()), crop.start(), crop.length());
    StepKey key = new StepKey(config.train().seed(), crop.document(), crop.start());
    TrainingBatch batch = new TrainingBatch(1, tokens.length, tokens, tokens);
    double[] ofPositions = step.losses(batch, new EvaluationRandomness(key));
    float[] ofTokens = new float[tokens.length - 1];
    for (int i = 0; i < ofTokens.length; i++) {
      ofTokens[i] = isText(tokens[i + 1]) ? (float) ofPositions[i] : Float.NaN;
    }
    return new PieceLosses(crop, ofTokens);
  }

  private boolean isText(int token) {
    return token != vocabulary.pad()
        && token != vocabulary.begin()
        && token != vocabulary.end()
        && token != vocabulary.unknown();
  }
}
