package io.palindrome.model.kernel.cuda;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.ResourceException;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.Dropout;
import io.palindrome.model.kernel.HashRules;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Reach;
import io.palindrome.model.kernel.cuda.AttentionTiles.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionTilesTest {
  private static final DeviceLimits T4 = new DeviceLimits(75, 40, 64 * 1024);

  /** Of all GPUs from 8.0 on those of 8.6 and 8.9 have least. */
  private static final DeviceLimits A10 = new DeviceLimits(86, 72, 99 * 1024);

  private static final ChunkAttention LSH =
      new ChunkAttention(
          64,
          new Reach.Neighbours(1, 0),
          4,
          true,
          KeyKind.SHARED,
          null,
          HashRules.PLAIN,
          Dropout.NONE);

  private static LaunchShape shape(Pass pass, int depth) {
    return AttentionTiles.of(ProductFormat.FLOAT32, depth).shape(pass, LSH, 4096);
  }

  @ParameterizedTest(name = "depth={0}")
  @ValueSource(ints = {32, 64, 128, 256})
  void everyPassFitsFromAmpereOn(int depth) {
    for (Pass pass : Pass.values()) {
      assertThatCode(() -> AttentionTiles.checkFits(shape(pass, depth), A10))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aGpuWithTooLittleSharedMemoryIsNamed() {
    assertThatThrownBy(() -> AttentionTiles.checkFits(shape(Pass.FORWARD, 64), T4))
        .isInstanceOf(ResourceException.class)
        .hasMessageMatching(
            "Cannot attend on a GPU of compute capability 7\\.5: a block needs 7\\d{4} bytes of"
                + " shared memory, and may have 65536; take a GPU of compute capability 8\\.0 or later");
  }
}
