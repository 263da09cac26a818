package io.palindrome.model.kernel.host;

import static io.palindrome.model.kernel.host.Lanes.INTS;
import static io.palindrome.model.kernel.host.Lanes.LENGTH;
import static io.palindrome.model.kernel.host.Lanes.SPECIES;

import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.SeenTimes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Chunks and hash buckets of one tile's queries and keys in every round, and the passes that hide
 * keys of other hash buckets and count a key once. They follow the passes of every attention, which
 * so stay as quick as they are.
 */
final class HashedTile {
  private static final int SIGN = Integer.SIZE - 1;

  /** An integer below 2^23, put into these bits, is that float more than {@link #TWO_TO_23}. */
  private static final int TWO_TO_23_BITS = 0x4B000000;

  private static final float TWO_TO_23 = 8_388_608f;

  private final int rounds;
  private final int lanes;
  private final int[] keyChunks;
  private final int[] keyBuckets;
  private final int[] ownBuckets;
  private final int[] queryChunks;
  private final int[] queryBuckets;
  private int queryRound;

  HashedTile(int rounds, int rows, int lanes) {
    this.rounds = rounds;
    this.lanes = lanes;
    keyChunks = new int[rows * rounds];
    keyBuckets = new int[rows * rounds];
    ownBuckets = new int[rows];
    queryChunks = new int[rounds * lanes];
    queryBuckets = new int[rounds * lanes];
  }

  /** Whether this tile fits a problem whose keys and queries fill as many rows and lanes. */
  boolean fits(HashedKeys keys) {
    return rounds == keys.rounds;
  }

  /** Takes in the key at a row of the tile, an entry of {@code round}. */
  void loadKey(HashedKeys keys, int row, int round, int position) {
    for (int r = 0; keys.corrected && r < rounds; r++) {
      keyChunks[row * rounds + r] = keys.chunk(r, position);
      keyBuckets[row * rounds + r] = keys.bucket(r, position);
    }
    ownBuckets[row] = keys.bucket(round, position);
  }

  /** Takes in the queries of a chunk of {@code round}. */
  void loadQueries(HashedKeys keys, int round, int count, int... positions) {
    queryRound = round;
    for (int r = 0; r < rounds; r++) {
      for (int i = 0; i < count; i++) {
        queryChunks[r * lanes + i] = keys.chunk(r, positions[i]);
        queryBuckets[r * lanes + i] = keys.bucket(r, positions[i]);
      }
    }
  }

  /** Replaces the scores of keys of other hash buckets, and takes the maxima anew. */
  void hideOthers(AttentionProblem p, AttentionScratch x) {
    if (!p.hashedKeys.within) {
      return;
    }
    FloatVector masked = FloatVector.broadcast(SPECIES, (float) ChunkAttention.MASKED);
    for (int lane = 0; lane < lanes; lane += LENGTH) {
      IntVector query = IntVector.fromArray(INTS, x.queryPositions, lane);
      IntVector bucket = IntVector.fromArray(INTS, queryBuckets, queryRound * lanes + lane);
      FloatVector highest = masked;
      for (int row = 0; row < p.windowRows(); row++) {
        int at = x.scores + row * lanes + lane;
        if (x.hidden[row] != 0) {
          highest = FloatVector.fromArray(SPECIES, x.tiles, at).max(highest);
          continue;
        }
        IntVector hide = differs(bucket, ownBuckets[row]).and(differs(query, x.positions[row]));
        IntVector bits = FloatVector.fromArray(SPECIES, x.tiles, at).reinterpretAsInts();
        FloatVector s =
            bits.lanewise(VectorOperators.XOR, AttentionPasses.MASKED_BITS)
                .and(hide)
                .lanewise(VectorOperators.XOR, bits)
                .reinterpretAsFloats();
        highest = s.max(highest);
        s.intoArray(x.tiles, at);
      }
      highest.intoArray(x.maxima, lane);
    }
  }

  /** Divides weights by how often their keys are seen, and takes the sums anew. */
  void countOnce(AttentionProblem p, AttentionScratch x) {
    if (!p.hashedKeys.corrected) {
      return;
    }
    for (int lane = 0; lane < lanes; lane += LENGTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int row = 0; row < p.windowRows(); row++) {
        int at = x.scores + row * lanes + lane;
        FloatVector weight = FloatVector.fromArray(SPECIES, x.tiles, at);
        if (x.hidden[row] == 0) {
          weight = weight.div(times(p, x, row, lane));
          weight.intoArray(x.tiles, at);
        }
        sum = weight.add(sum);
      }
      sum.intoArray(x.sums, lane);
    }
  }

  /** The same for the weights and the gradients of scores of the backward pass. */
  void correctGradient(AttentionProblem p, AttentionScratch x, GradientScratch g) {
    for (int lane = 0; lane < lanes; lane += LENGTH) {
      IntVector query = IntVector.fromArray(INTS, x.queryPositions, lane);
      IntVector bucket = IntVector.fromArray(INTS, queryBuckets, queryRound * lanes + lane);
      for (int row = 0; row < p.windowRows(); row++) {
        if (x.hidden[row] != 0) {
          continue;
        }
        int at = row * lanes + lane;
        IntVector keep =
            differs(bucket, ownBuckets[row]).and(differs(query, x.positions[row])).not();
        FloatVector weight = kept(x.tiles, x.scores + at, keep);
        FloatVector gradient = kept(g.tiles, g.gradWeights + at, keep);
        if (p.hashedKeys.corrected) {
          FloatVector times = times(p, x, row, lane);
          weight = weight.div(times);
          gradient = gradient.div(times);
        }
        weight.intoArray(x.tiles, x.scores + at);
        gradient.intoArray(g.tiles, g.gradWeights + at);
      }
    }
  }

  private static FloatVector kept(float[] tiles, int at, IntVector keep) {
    return FloatVector.fromArray(SPECIES, tiles, at)
        .reinterpretAsInts()
        .and(keep)
        .reinterpretAsFloats();
  }

  /** -1 where an element is another, 0 where it is the same. */
  private static IntVector differs(IntVector a, int b) {
    IntVector apart = a.sub(b);
    return apart.or(apart.neg()).lanewise(VectorOperators.ASHR, SIGN);
  }

  /** How often the queries see the key of a row; 1 for a query's own. */
  private FloatVector times(AttentionProblem p, AttentionScratch x, int row, int lane) {
    IntVector times = IntVector.zero(INTS);
    for (SeenTimes.Meeting meeting : p.hashedKeys.meetings) {
      int key = row * rounds + meeting.keyRound();
      int query = meeting.queryRound() * lanes + lane;
      int first = keyChunks[key] + meeting.shift() + p.before;
      IntVector ahead = IntVector.fromArray(INTS, queryChunks, query).neg().add(first);
      IntVector outside =
          ahead.or(ahead.neg().add(p.slots - 1)).lanewise(VectorOperators.ASHR, SIGN);
      if (p.hashedKeys.within) {
        IntVector bucket = IntVector.fromArray(INTS, queryBuckets, query);
        outside = outside.or(differs(bucket, keyBuckets[key]));
      }
      times = outside.add(times).add(1);
    }
    IntVector own = IntVector.fromArray(INTS, x.queryPositions, lane);
    return times
        .and(differs(own, x.positions[row]))
        .max(1)
        .or(TWO_TO_23_BITS)
        .reinterpretAsFloats()
        .sub(TWO_TO_23);
  }
}
