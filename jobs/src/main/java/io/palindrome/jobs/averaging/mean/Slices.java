package io.palindrome.jobs.averaging.mean;

import io.palindrome.conf.Check;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How flat vectors are cut for the way through Spark. The mean is taken element by element, so the
 * cut changes no bit of it.
 *
 * @param elements of one slice; the last one of a vector may be shorter
 */
public record Slices(int elements) implements Serializable {
  /** 4 MiB of float32. */
  public static final Slices DEFAULT = new Slices(1 << 20);

  public Slices {
    Check.positive("elements", elements);
  }

  /** Slices of a vector of that length. */
  public int count(long length) {
    return Math.toIntExact((length + elements - 1) / elements);
  }

  /** All slices of a vector; none of null. */
  public List<byte[]> cut(INDArray vector) {
    return cut(vector, List.of());
  }

  /**
   * The same, but of {@code known}, what an earlier cut or mean gave, those stay that hold what the
   * vector holds: comparing is quicker than copying to new memory.
   */
  public List<byte[]> cut(INDArray vector, List<byte[]> known) {
    List<byte[]> slices = new ArrayList<>();
    int expected = vector == null ? 0 : count(vector.length());
    for (int i = 0; i < expected; i++) {
      long from = (long) i * elements;
      int count = (int) Math.min(elements, vector.length() - from);
      boolean same = i < known.size() && VectorBytes.same(known.get(i), vector, from, count);
      slices.add(same ? known.get(i) : VectorBytes.read(vector, from, count));
    }
    return slices;
  }

  /** Overwrites a vector with all its slices; null takes none. */
  public void paste(List<byte[]> slices, INDArray vector) {
    int expected = vector == null ? 0 : count(vector.length());
    Check.that(slices.size() == expected, "slices must be %d, but are %d", expected, slices.size());
    for (int i = 0; i < slices.size(); i++) {
      VectorBytes.write(slices.get(i), vector, (long) i * elements);
    }
  }
}
