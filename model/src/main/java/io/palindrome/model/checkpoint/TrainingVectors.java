package io.palindrome.model.checkpoint;

import io.palindrome.conf.DataException;
import java.util.SortedMap;

/**
 * The large part of a checkpoint. Arrays are shared with the caller, not copied.
 *
 * @param parameters the flat vector, [parameterCount]
 * @param optimizer moments, outer state and the like by name, of any length
 */
public record TrainingVectors(float[] parameters, SortedMap<String, float[]> optimizer) {
  /** The optimizer vector of that name. */
  public float[] optimizer(String name) {
    float[] vector = optimizer.get(name);
    if (vector == null) {
      throw new DataException(
          "Cannot resume: the checkpoint has no optimizer vector %s, only %s; use the config stored in the checkpoint or start a new run"
              .formatted(name, optimizer.keySet()));
    }
    return vector;
  }
}
