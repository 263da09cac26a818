package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.INTS;
import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.Dropout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The passes over a tile of scores, rows keys, lanes queries. */
final class AttentionPasses {
  /** Position of a row that holds no key. */
  static final int NO_KEY = Integer.MIN_VALUE;

  private static final float ABSENT = -3e38f;
  static final int ABSENT_BITS = Float.floatToRawIntBits(ABSENT);
  static final int MASKED_BITS = Float.floatToRawIntBits((float) ChunkAttention.MASKED);
  private static final int SELF_BITS = Float.floatToRawIntBits((float) ChunkAttention.SELF);
  private static final int SIGN = Integer.SIZE - 1;

  private AttentionPasses() {}

  /**
   * Scales the scores, replaces those that must not be seen, and takes each query's maximum.
   *
   * @param maxima where the maxima go
   */
  static void maskAndMaximum(AttentionProblem p, AttentionScratch x, float[] maxima) {
    int causal = p.spec.causal() ? -1 : 0;
    int shared = p.shared ? -1 : 0;
    int rows = p.windowRows();
    for (int lane = 0; lane < p.lanes; lane += LENGTH) {
      IntVector query = IntVector.fromArray(INTS, x.queryPositions, lane);
      FloatVector highest = FloatVector.broadcast(SPECIES, ABSENT);
      for (int row = 0; row < rows; row++) {
        int at = x.scores + row * p.lanes + lane;
        IntVector ahead = query.sub(x.positions[row]);
        IntVector hidden = ahead.lanewise(VectorOperators.ASHR, SIGN).and(causal).or(x.hidden[row]);
        IntVector other = ahead.or(ahead.neg()).lanewise(VectorOperators.ASHR, SIGN);
        IntVector own = other.not().and(shared);
        IntVector bits =
            FloatVector.fromArray(SPECIES, x.tiles, at).mul(x.scales[row]).reinterpretAsInts();
        bits =
            bits.lanewise(VectorOperators.XOR, x.hiddenBits[row])
                .and(hidden)
                .lanewise(VectorOperators.XOR, bits);
        bits =
            bits.lanewise(VectorOperators.XOR, SELF_BITS)
                .and(own)
                .lanewise(VectorOperators.XOR, bits);
        FloatVector s = bits.reinterpretAsFloats();
        highest = s.max(highest);
        s.intoArray(x.tiles, at);
      }
      highest.intoArray(maxima, lane);
    }
  }

  /** tiles[tile + (key, query)] *= dropout(entry of the query, key of its window). */
  static void applyDropout(AttentionProblem p, AttentionScratch x, float[] tiles, int tile) {
    Dropout dropout = p.spec.dropout();
    if (dropout == Dropout.NONE) {
      return;
    }
    int c = p.spec.chunkLength();
    long firstEntry = (long) x.queryChunk * c;
    for (int slot = 0; slot < p.slots; slot++) {
      int firstKey = p.windowChunk(x.queryChunk, x.keyChunks[slot]) * c;
      for (int j = 0; j < c; j++) {
        int row = tile + (slot * p.lanes + j) * p.lanes;
        for (int i = 0; i < c; i++) {
          tiles[row + i] *= (float) dropout.scale(firstEntry + i, firstKey + j);
        }
      }
    }
  }

  /**
   * Weights, exp(score - maximum), become p = weight / sum, and gradWeights dS * keyScale with dS =
   * p * (gradWeights - mean), 0 where the score was replaced.
   *
   * <p>The scratch holds 1 / sum in {@code sums}, 0 in lanes without a query, and gradOut . out of
   * each query in {@code means}.
   */
  static void normalizeAndScoreGradient(AttentionProblem p, AttentionScratch x, GradientScratch g) {
    int causal = p.spec.causal() ? -1 : 0;
    int shared = p.shared ? -1 : 0;
    int rows = p.windowRows();
    for (int lane = 0; lane < p.lanes; lane += LENGTH) {
      IntVector query = IntVector.fromArray(INTS, x.queryPositions, lane);
      FloatVector inverse = FloatVector.fromArray(SPECIES, x.sums, lane);
      FloatVector mean = FloatVector.fromArray(SPECIES, g.means, lane);
      for (int row = 0; row < rows; row++) {
        int at = row * p.lanes + lane;
        IntVector ahead = query.sub(x.positions[row]);
        IntVector hidden = ahead.lanewise(VectorOperators.ASHR, SIGN).and(causal).or(x.hidden[row]);
        IntVector other = ahead.or(ahead.neg()).lanewise(VectorOperators.ASHR, SIGN);
        IntVector own = other.not().and(shared);
        FloatVector weight = FloatVector.fromArray(SPECIES, x.tiles, x.scores + at).mul(inverse);
        weight.intoArray(x.tiles, x.scores + at);
        FloatVector.fromArray(SPECIES, g.tiles, g.gradWeights + at)
            .sub(mean)
            .mul(weight)
            .mul(x.scales[row])
            .reinterpretAsInts()
            .and(hidden.or(own).not())
            .reinterpretAsFloats()
            .intoArray(g.tiles, g.gradWeights + at);
      }
    }
  }
}
