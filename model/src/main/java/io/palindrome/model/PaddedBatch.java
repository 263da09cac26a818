package io.palindrome.model;

import io.palindrome.conf.Check;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.kernel.Arena;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.Purpose;
import io.palindrome.model.layer.Sequences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A batch padded to a length that the chunk lengths of all layers divide (REFORMER.md section 5):
 * the padding is masked, and its labels are ignored.
 *
 * @param targets the token that each row is to predict, negative where none is
 */
record PaddedBatch(
    int batch, int length, int[] tokens, int[] targets, int[] mask, int[] firstPositions) {
  static PaddedBatch of(ReformerConfig config, TrainingBatch batch) {
    int padded = paddedLength(config, batch.length());
    checkPositions(config, batch, padded);
    int[] tokens = new int[Math.multiplyExact(batch.batch(), padded)];
    int[] targets = new int[tokens.length];
    int[] mask = new int[tokens.length];
    Arrays.fill(tokens, config.padToken());
    Arrays.fill(targets, TrainingBatch.IGNORED);
    for (int b = 0; b < batch.batch(); b++) {
      int from = b * batch.length();
      int to = b * padded;
      System.arraycopy(batch.tokens(), from, tokens, to, batch.length());
      int shift = config.causal() ? 1 : 0;
      System.arraycopy(batch.labels(), from + shift, targets, to, batch.length() - shift);
      if (batch.mask().length > 0) {
        System.arraycopy(batch.mask(), from, mask, to, batch.length());
      } else {
        Arrays.fill(mask, to, to + batch.length(), 1);
      }
    }
    return new PaddedBatch(batch.batch(), padded, tokens, targets, mask, batch.firstPositions());
  }

  private static void checkPositions(ReformerConfig config, TrainingBatch batch, int padded) {
    int last = Arrays.stream(batch.firstPositions()).max().orElse(0) + padded;
    long available = config.position().positions();
    Check.that(
        last <= available,
        "a sequence must end within the %d positions of model.position, but ends at %d; use shorter"
            + " examples or a longer position table",
        available,
        last);
  }

  /** The next multiple of all chunk lengths in use; shorter than every chunk stays as it is. */
  static int paddedLength(ReformerConfig config, int length) {
    int shortest = config.chunkLengths().get(0);
    if (length <= shortest) {
      return length;
    }
    int multiple = config.lengthMultiple();
    return Math.multiplyExact((length + multiple - 1) / multiple, multiple);
  }

  long counted() {
    return Arrays.stream(targets).filter(target -> target >= 0).count();
  }

  /** Key masks in the arena's memory; none where nothing is padding. */
  Sequences sequences(Arena arena) {
    List<Indices> masks = new ArrayList<>();
    if (Arrays.stream(mask).anyMatch(kept -> kept == 0)) {
      for (int b = 0; b < batch; b++) {
        Indices indices = arena.takeIndices(Purpose.BATCH, length);
        indices.write(Arrays.copyOfRange(mask, b * length, (b + 1) * length));
        masks.add(indices);
      }
    }
    return new Sequences(batch, length, masks, firstPositions);
  }
}
