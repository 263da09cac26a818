package io.palindrome.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArenaTest {
  private final PlanKernels kernels = new PlanKernels(Float.BYTES);
  private final Arena arena = new Arena(kernels);

  @Test
  void tellsTheMostBytesOfEachPurpose() {
    Matrix stream = arena.take(Purpose.STREAMS, 10, 3);
    Matrix scratch = arena.take(7, 1);
    Indices order = arena.takeIndices(Purpose.HASH_ORDERS, 5);
    arena.giveBack(scratch);
    Matrix logits = arena.take(Purpose.LOGITS, 7, 1);
    assertThat(arena.peakBytes(Purpose.STREAMS)).isEqualTo(120);
    assertThat(arena.peakBytes(Purpose.SCRATCH)).isEqualTo(28);
    assertThat(arena.peakBytes(Purpose.LOGITS)).isEqualTo(28);
    assertThat(arena.peakBytes(Purpose.HASH_ORDERS)).isEqualTo(20);
    assertThat(arena.peakBytes(Purpose.ACTIVATIONS)).isZero();
    assertThat(arena.heldBytes()).isEqualTo(120 + 28 + 20);
    arena.giveBack(order);
    arena.giveBack(logits);
    arena.resetPeak();
    assertThat(arena.peakBytes(Purpose.LOGITS)).isZero();
    assertThat(arena.peakBytes(Purpose.STREAMS)).isEqualTo(120);
    arena.giveBack(stream);
    assertThat(arena.usedBytes()).isZero();
  }

  @Test
  void refusesABufferThatItHasNotGivenOut() {
    Matrix foreign = Matrix.of(kernels.allocate(6), 2, 3);
    assertThatThrownBy(() -> arena.giveBack(foreign))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot take back a buffer of 24 bytes: this arena has not given it out");
    Matrix own = arena.take(2, 3);
    arena.giveBack(own);
    assertThatThrownBy(() -> arena.giveBack(own)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void kernelsWithoutNumbersCountBuffersAndMultiplyAdds() {
    Matrix a = arena.take(4, 5);
    Matrix b = arena.take(5, 6);
    Matrix c = arena.take(4, 6);
    kernels.multiply(1, a, Transpose.NONE, b, Transpose.NONE, 0, c);
    kernels.multiply(1, a, Transpose.TRANSPOSED, c, Transpose.NONE, 0, b);
    assertThat(kernels.multiplyAdds()).isEqualTo(2 * 4 * 5 * 6);
    assertThat(kernels.buffers()).containsOnlyKeys(80L, 96L, 120L);
    assertThat(a.toArray()).containsOnly(0.0);
  }
}
