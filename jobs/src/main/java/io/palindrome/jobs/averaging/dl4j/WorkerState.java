package io.palindrome.jobs.averaging.dl4j;

import java.io.Serializable;
import java.util.List;

/**
 * The optimizer state that one logical worker keeps from round to round, where states stay local.
 *
 * @param slices of the flat vector
 */
record WorkerState(List<byte[]> slices) implements Serializable {
  WorkerState {
    slices = List.copyOf(slices);
  }
}
