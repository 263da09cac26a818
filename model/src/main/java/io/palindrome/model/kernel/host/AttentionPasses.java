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

  static float squaredLength(float[] x, int at, int count) {
    float[] lanes = new float[LENGTH];
    FloatVector squares = FloatVector.zero(SPECIES);
    for (int j = 0; j < count; j += LENGTH) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, at + j);
      squares = v.fma(v, squares);
    }
    squares.intoArray(lanes, 0);
    return Lanes.sum(lanes, 0);
  }

  /** Scales the scores, replaces those that must not be seen, and takes each query's maximum. */
  static void maskAndMaximum(AttentionProblem p, AttentionScratch x) {
    int causal = p.spec.causal() ? -1 : 0;
    int shared = p.shared ? -1 : 0;
    int rows = p.windowRows();
    for (int lane = 0; lane < p.lanes; lane += LENGTH) {
      IntVector query = IntVector.fromArray(INTS, x.queryPositions, lane);
      FloatVector highest = FloatVector.broadcast(SPECIES, ABSENT);
      for (int row = 0; row < rows; row++) {
        int at = row * p.lanes + lane;
        IntVector ahead = query.sub(x.positions[row]);
        IntVector hidden = ahead.lanewise(VectorOperators.ASHR, SIGN).and(causal).or(x.hidden[row]);
        IntVector other = ahead.or(ahead.neg()).lanewise(VectorOperators.ASHR, SIGN);
        IntVector own = other.not().and(shared);
        IntVector bits =
            FloatVector.fromArray(SPECIES, x.scores, at).mul(x.scales[row]).reinterpretAsInts();
        bits =
            bits.lanewise(VectorOperators.XOR, x.hiddenBits[row])
                .and(hidden)
                .lanewise(VectorOperators.XOR, bits);
        bits =
            bits.lanewise(VectorOperators.XOR, SELF_BITS)
                .and(own)
                .lanewise(VectorOperators.XOR, bits);
        FloatVector s = bits.reinterpretAsFloats();
        highest = highest.max(s);
        s.intoArray(x.scores, at);
      }
      highest.intoArray(x.maxima, lane);
    }
  }

  /** Scores become exp(score - maximum); sums become their sums. */
  static void exponentiate(AttentionProblem p, AttentionScratch x) {
    for (int lane = 0; lane < p.lanes; lane += LENGTH) {
      FloatVector highest = FloatVector.fromArray(SPECIES, x.maxima, lane);
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int row = 0; row < p.windowRows(); row++) {
        int at = row * p.lanes + lane;
        FloatVector weight =
            VectorExp.exp(FloatVector.fromArray(SPECIES, x.scores, at).sub(highest));
        sum = sum.add(weight);
        weight.intoArray(x.scores, at);
      }
      sum.intoArray(x.sums, lane);
    }
  }

  /** tile[key, query] *= dropout(entry of the query, key of its window). */
  static void applyDropout(AttentionProblem p, AttentionScratch x, float[] tile) {
    Dropout dropout = p.spec.dropout();
    if (dropout == Dropout.NONE) {
      return;
    }
    int c = p.spec.chunkLength();
    long firstEntry = (long) x.queryChunk * c;
    for (int slot = 0; slot < p.slots; slot++) {
      int firstKey = p.windowChunk(x.queryChunk, x.keyChunks[slot]) * c;
      for (int j = 0; j < c; j++) {
        int row = (slot * p.lanes + j) * p.lanes;
        for (int i = 0; i < c; i++) {
          tile[row + i] *= (float) dropout.scale(firstEntry + i, firstKey + j);
        }
      }
    }
  }

  /**
   * Scores become p = exp(score - maximum) / sum, and gradWeights dS * keyScale with dS = p *
   * (gradWeights - mean), 0 where the score was replaced.
   *
   * <p>The scratch holds 1 / sum in {@code sums}, 0 in lanes without a query, and gradOut . out of
   * each query in {@code means}.
   */
  static void weightsAndScoreGradient(AttentionProblem p, AttentionScratch x, GradientScratch g) {
    int causal = p.spec.causal() ? -1 : 0;
    int shared = p.shared ? -1 : 0;
    int rows = p.windowRows();
    for (int lane = 0; lane < p.lanes; lane += LENGTH) {
      IntVector query = IntVector.fromArray(INTS, x.queryPositions, lane);
      FloatVector highest = FloatVector.fromArray(SPECIES, x.maxima, lane);
      FloatVector inverse = FloatVector.fromArray(SPECIES, x.sums, lane);
      FloatVector mean = FloatVector.fromArray(SPECIES, g.means, lane);
      for (int row = 0; row < rows; row++) {
        int at = row * p.lanes + lane;
        float scale = x.scales[row];
        IntVector ahead = query.sub(x.positions[row]);
        IntVector hidden = ahead.lanewise(VectorOperators.ASHR, SIGN).and(causal).or(x.hidden[row]);
        IntVector other = ahead.or(ahead.neg()).lanewise(VectorOperators.ASHR, SIGN);
        IntVector own = other.not().and(shared);
        IntVector bits =
            FloatVector.fromArray(SPECIES, x.scores, at).mul(scale).reinterpretAsInts();
        bits =
            bits.lanewise(VectorOperators.XOR, x.hiddenBits[row])
                .and(hidden)
                .lanewise(VectorOperators.XOR, bits);
        bits =
            bits.lanewise(VectorOperators.XOR, SELF_BITS)
                .and(own)
                .lanewise(VectorOperators.XOR, bits);
        FloatVector weight = VectorExp.exp(bits.reinterpretAsFloats().sub(highest)).mul(inverse);
        weight.intoArray(x.scores, at);
        FloatVector.fromArray(SPECIES, g.gradWeights, at)
            .sub(mean)
            .mul(weight)
            .mul(scale)
            .reinterpretAsInts()
            .and(hidden.or(own).not())
            .reinterpretAsFloats()
            .intoArray(g.gradWeights, at);
      }
    }
  }
}
