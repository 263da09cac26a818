package io.palindrome.model.convolution;

import io.palindrome.model.parameter.DenseSlots;
import io.palindrome.model.parameter.NormSlots;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.parameter.SlotWriter;
import io.palindrome.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The slots of a network while it is put together, and what they start from: weights are normal
 * with variance 2 / inputs (He et al. 2015, arXiv:1502.01852), gains 1, biases 0.
 */
final class NetworkSlots {
  /** A slot starts as mean + deviation * a normal number. */
  private record Start(Slot slot, double mean, double deviation) {}

  private final SlotWriter parameters = new SlotWriter();
  private final SlotWriter running = new SlotWriter();
  private final List<Start> starts = new ArrayList<>();

  private Slot start(Slot slot, double mean, double deviation) {
    starts.add(new Start(slot, mean, deviation));
    return slot;
  }

  /** A weight of {@code out} rows. */
  Slot weight(String name, int out, int inputs) {
    return start(parameters.add(name + ".weight", out, inputs), 0, Math.sqrt(2.0 / inputs));
  }

  /** A linear map with a bias. */
  DenseSlots dense(String name, int out, int inputs) {
    return new DenseSlots(
        weight(name, out, inputs), start(parameters.add(name + ".bias", out), 0, 0));
  }

  /** A batch normalization of that many channels. */
  BatchNorm norm(String name, int channels) {
    NormSlots slots = parameters.norm(name, channels);
    start(slots.gain(), 1, 0);
    start(slots.bias(), 0, 0);
    return new BatchNorm(slots, running.add(name, 2, channels), BatchNorm.EPSILON);
  }

  List<Slot> parameters() {
    return parameters.slots();
  }

  List<Slot> running() {
    return running.slots();
  }

  int parameterCount() {
    List<Slot> all = parameters();
    return Math.toIntExact(all.get(all.size() - 1).end());
  }

  /** The flat vector; every slot draws from a key of its own. */
  float[] initialize(long seed) {
    float[] flat = new float[parameterCount()];
    for (int i = 0; i < starts.size(); i++) {
      Start start = starts.get(i);
      int offset = (int) start.slot().offset();
      int length = (int) start.slot().length();
      CounterRandom.fillNormal(CounterRandom.key(seed, i), start.deviation(), flat, offset, length);
      for (int j = offset; j < offset + length; j++) {
        flat[j] += (float) start.mean();
      }
    }
    return flat;
  }
}
