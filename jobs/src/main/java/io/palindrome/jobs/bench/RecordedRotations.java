package io.palindrome.jobs.bench;

import io.palindrome.model.checkpoint.TensorEntry;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.RotationShape;
import io.palindrome.model.layer.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Hands out another's randomness to one sequence, and keeps the rotations of every LSH layer. */
final class RecordedRotations implements Randomness {
  private record Layer(RotationShape shape, double[] values) {}

  private final Randomness inner;
  private final SortedMap<Integer, Layer> layers = new TreeMap<>();

  RecordedRotations(Randomness inner) {
    this.inner = inner;
  }

  @Override
  public Dropout dropout(Site site, int layer, double probability) {
    return inner.dropout(site, layer, probability);
  }

  @Override
  public double[] rotations(int layer, int sequence, int head, RotationShape shape) {
    double[] values = inner.rotations(layer, sequence, head, shape);
    Layer kept =
        layers.computeIfAbsent(
            layer, index -> new Layer(shape, new double[shape.heads() * shape.elementsPerHead()]));
    System.arraycopy(values, 0, kept.values(), head * shape.elementsPerHead(), values.length);
    return values;
  }

  /** {@code rotations.L} [heads, dHead, rounds, halves] of every LSH layer L that hashed. */
  List<TensorEntry> entries() {
    List<TensorEntry> entries = new ArrayList<>();
    layers.forEach(
        (index, layer) -> {
          RotationShape shape = layer.shape();
          entries.add(
              TensorEntry.doubles(
                  "rotations." + index,
                  List.of(
                      (long) shape.heads(),
                      (long) shape.dHead(),
                      (long) shape.rounds(),
                      (long) shape.halves()),
                  layer.values()));
        });
    return entries;
  }
}
