package io.palindrome.model.checkpoint;

import io.palindrome.model.parameter.ParameterInitializer;
import io.palindrome.model.parameter.TinyConfigs;
import java.util.TreeMap;

/** A small checkpoint with every kind of content. */
final class CheckpointSamples {
  static final Provenance PROVENANCE =
      new Provenance("palindrome 0.1.0", "sha256:dataset-a", "sha256:tokenizer-a");

  private CheckpointSamples() {}

  static Checkpoint at(long step) {
    float[] parameters = ParameterInitializer.initialize(TinyConfigs.axial(), step);
    TreeMap<String, float[]> optimizer = new TreeMap<>();
    optimizer.put("adam.first", parameters.clone());
    optimizer.put("outer.momentum", new float[] {Float.NaN, -0f, Float.MIN_VALUE});
    optimizer.put("none", new float[0]);
    return new Checkpoint(
        TinyConfigs.axial(),
        "train.rounds = 7\n",
        new TrainingVectors(parameters, optimizer),
        TrainingState.at(step)
            .with("tokens", Long.MAX_VALUE)
            .with("epoch", -3)
            .with("bitsPerByte", 0.1)
            .with("plan", "ä \"quoted\""),
        PROVENANCE);
  }
}
