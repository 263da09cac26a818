package io.palindrome.model.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.HashSpec;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.host.HostKernels;
import io.palindrome.model.layer.Pass;
import io.palindrome.model.layer.Randomness;
import io.palindrome.model.layer.Sequences;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of a hashing gives its buckets and its order back. */
class HashOrderTest {
  private static final int LENGTH = 301;
  private static final int ROUNDS = 3;
  private static final int D_HEAD = 16;

  @ParameterizedTest(name = "{0} times {1} hash buckets are kept in {2} words")
  @CsvSource({
    "2, 2, 452", // 903 entries, two in a word
    "256, 256, 452",
    "512, 256, 903", // more than 16 bits tell apart
  })
  void isWhatWasHashed(int first, int second, int words) {
    HashSpec spec = new HashSpec(ROUNDS, List.of(first, second), null);
    try (HostKernels kernels = new HostKernels(1)) {
      Arena arena = new Arena(kernels);
      Pass pass =
          new Pass(
              kernels,
              arena,
              null,
              Randomness.NOTHING,
              new Sequences(1, LENGTH, List.of(), new int[0]));
      Matrix positions = random(arena, 1, LENGTH, D_HEAD);
      Matrix rotations = random(arena, 2, D_HEAD, ROUNDS * spec.halves());
      Indices buckets = kernels.allocateIndices(ROUNDS * LENGTH);
      kernels.hash(positions, rotations, spec, buckets);

      HashOrder kept = HashOrder.hash(positions, rotations, spec, pass);

      assertThat(kept.kept().length()).isEqualTo(words);
      Indices again = kept.takeBuckets(pass);
      assertThat(again.read()).isEqualTo(buckets.read());
      assertThat(kept.takeSorted(again, pass).read()).isEqualTo(sorted(buckets.read()));
    }
  }

  private static int[] sorted(int[] keys) {
    return IntStream.range(0, keys.length)
        .boxed()
        .sorted(Comparator.comparingInt(entry -> keys[entry]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Matrix random(Arena arena, int seed, int rows, int columns) {
    Matrix matrix = arena.take(rows, columns);
    matrix.storage().write(0, TinyNetwork.normals(seed, rows * columns, 1));
    return matrix;
  }
}
