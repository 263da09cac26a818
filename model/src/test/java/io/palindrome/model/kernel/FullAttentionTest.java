package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.host.HostKernels;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention to everything is the same function however it is cut into chunks. */
class FullAttentionTest {
  private static final int LENGTH = 60;
  private static final long SEED = 99;
  private static final Reach OWN_CHUNK = new Reach.Neighbours(0, 0);
  private static final Reach EVERYTHING = new Reach.Everything();

  private record Case(boolean causal, KeyKind keys) {
    ChunkAttention attention(int chunkLength, Reach reach, Indices mask, Dropout dropout) {
      return new ChunkAttention(
          chunkLength, reach, 1, causal, keys, mask, HashRules.PLAIN, dropout);
    }
  }

  /** Outputs and gradients of one head whose last ten keys are masked. */
  private static List<double[]> results(Kernels kernels, Case which, int chunkLength, Reach reach) {
    try (Stage stage = new Stage(kernels, SEED)) {
      int[] kept = new int[LENGTH];
      for (int t = 0; t < LENGTH - 10; t++) {
        kept[t] = 1;
      }
      ChunkAttention attention =
          which.attention(chunkLength, reach, stage.indices(kept), stage.dropout());
      boolean shared = which.keys() == KeyKind.SHARED;
      Matrix queries = stage.random(LENGTH, 8);
      Matrix keys = shared ? queries : stage.random(LENGTH, 8);
      HeadViews head = new HeadViews(queries, keys, stage.random(LENGTH, 8));
      Matrix out = stage.filled(LENGTH, 8, 0);
      Matrix normalizer = stage.filled(LENGTH, 2, 0);
      kernels.attend(attention, head, null, out, normalizer);
      stage.show(out.toArray());
      Matrix gradQueries = stage.filled(LENGTH, 8, 0);
      Matrix gradKeys = shared ? gradQueries : stage.filled(LENGTH, 8, 0);
      HeadViews grad = new HeadViews(gradQueries, gradKeys, stage.filled(LENGTH, 8, 0));
      Attended attended = new Attended(out, normalizer, stage.random(LENGTH, 8));
      kernels.addAttendGradient(attention, head, null, attended, grad);
      stage.show(grad.queries().toArray());
      stage.show(grad.keys().toArray());
      stage.show(grad.values().toArray());
      return stage.shown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, SHARED, 4",
    "true, SEPARATE, 20",
    "false, SHARED, 1",
    "false, SEPARATE, 15",
    "true, SHARED, 60",
    "false, SHARED, 12"
  })
  void equalsOneChunkThatHoldsEverything(boolean causal, KeyKind keys, int chunkLength) {
    Case which = new Case(causal, keys);
    try (Kernels kernels = new ReferenceKernels();
        Kernels host = new HostKernels(2)) {
      List<double[]> whole = results(kernels, which, LENGTH, OWN_CHUNK);
      List<double[]> inChunks = results(kernels, which, chunkLength, EVERYTHING);
      List<double[]> onHost = results(host, which, chunkLength, EVERYTHING);
      assertThat(Deviation.worst(inChunks, whole)).isLessThan(1e-13);
      assertThat(Deviation.worst(onHost, whole)).isLessThan(1e-5);
      if (chunkLength < LENGTH) {
        List<double[]> near = results(kernels, which, chunkLength, OWN_CHUNK);
        assertThat(Deviation.worst(near, whole)).isGreaterThan(1e-2);
      }
    }
  }

  /** Every (query, key) whose score is made asks for its dropout factor once. */
  private static long scores(boolean causal, int chunkLength) {
    AtomicLong asked = new AtomicLong();
    Dropout counting =
        (row, column) -> {
          asked.incrementAndGet();
          return 1;
        };
    try (Kernels kernels = new HostKernels(2);
        Stage stage = new Stage(kernels, SEED)) {
      Case which = new Case(causal, KeyKind.SEPARATE);
      HeadViews head =
          new HeadViews(stage.random(LENGTH, 8), stage.random(LENGTH, 8), stage.random(LENGTH, 8));
      kernels.attend(
          which.attention(chunkLength, EVERYTHING, null, counting),
          head,
          null,
          stage.random(LENGTH, 8),
          stage.random(LENGTH, 2));
    }
    return asked.get();
  }

  @Test
  void causalityHalvesTheWork() {
    int chunkLength = 4;
    long chunks = LENGTH / chunkLength;
    assertThat(scores(false, chunkLength)).isEqualTo((long) LENGTH * LENGTH);
    assertThat(scores(true, chunkLength))
        .isEqualTo(chunks * (chunks + 1) / 2 * chunkLength * chunkLength);
  }
}
