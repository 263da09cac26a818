package io.palindrome.model.attention;

import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.CounterRandomness;
import io.palindrome.model.layer.RotationShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One LSH head of the newest position, read off REFORMER.md section 4 step by step: hash, sort all
 * rounds together, cut into chunks, attend in each round, combine the rounds by their log-sum-exps.
 *
 * @param queryKeys of all positions, oldest first
 */
record LshOracle(
    ReformerConfig config,
    CounterRandomness randomness,
    int head,
    double[][] queryKeys,
    double[][] values) {
  /** Hash bucket of a position in a round (4.1). */
  private int bucket(int round, int position) {
    List<Integer> factors = config.lsh().hashBuckets();
    int halves = factors.stream().mapToInt(n -> n).sum() / 2;
    int rounds = config.lsh().hashRounds();
    RotationShape shape = new RotationShape(config.heads(), config.dHead(), rounds, halves);
    double[] rotations = randomness.rotations(0, 0, head, shape);
    int bucket = 0;
    int radix = 1;
    int from = round * halves;
    for (int factor : factors) {
      double[] both = new double[factor];
      for (int j = 0; j < factor / 2; j++) {
        for (int d = 0; d < config.dHead(); d++) {
          both[j] += queryKeys[position][d] * rotations[d * rounds * halves + from + j];
        }
        both[factor / 2 + j] = -both[j];
      }
      int best = 0;
      for (int j = 1; j < factor; j++) {
        best = both[j] > both[best] ? j : best;
      }
      bucket += radix * best;
      radix *= factor;
      from += factor / 2;
    }
    return bucket;
  }

  /**
   * Entries of all rounds, sorted: {round, bucket, position}; padding has the last bucket (4.2).
   */
  private List<int[]> sorted(int padded) {
    List<int[]> entries = new ArrayList<>();
    for (int round = 0; round < config.lsh().hashRounds(); round++) {
      for (int position = 0; position < padded; position++) {
        boolean real = position < queryKeys.length;
        int bucket = real ? bucket(round, position) : Integer.MAX_VALUE;
        entries.add(new int[] {round, bucket, position});
      }
    }
    entries.sort(Comparator.<int[]>comparingInt(e -> e[0]).thenComparingInt(e -> e[1]));
    return entries;
  }

  /** The newest position's output, [dHead]. */
  double[] newest(int padded) {
    int newest = queryKeys.length - 1;
    List<int[]> entries = sorted(padded);
    int chunkLength = config.lsh().chunkLength();
    int chunks = entries.size() / chunkLength;
    List<double[]> outputs = new ArrayList<>();
    List<Double> logs = new ArrayList<>();
    for (int entry = 0; entry < entries.size(); entry++) {
      if (entries.get(entry)[2] == newest) {
        List<Integer> seen = new ArrayList<>();
        int own = entry / chunkLength;
        for (int c = own - config.lsh().chunksBefore();
            c <= own + config.lsh().chunksAfter();
            c++) {
          int first = Math.floorMod(c, chunks) * chunkLength;
          entries.subList(first, first + chunkLength).forEach(e -> seen.add(e[2]));
        }
        attend(newest, seen, outputs, logs);
      }
    }
    double[] combined = new double[config.dHead()];
    double total = logSumExp(logs.stream().mapToDouble(l -> l).toArray());
    for (int round = 0; round < outputs.size(); round++) {
      for (int d = 0; d < combined.length; d++) {
        combined[d] += Math.exp(logs.get(round) - total) * outputs.get(round)[d];
      }
    }
    return combined;
  }

  /** One round (4.3). */
  private void attend(int query, List<Integer> seen, List<double[]> outputs, List<Double> logs) {
    double[] scores = new double[seen.size()];
    for (int i = 0; i < scores.length; i++) {
      int key = seen.get(i);
      scores[i] = key == query ? -1e5 : key > query ? -1e9 : score(query, key);
    }
    double log = logSumExp(scores);
    double[] output = new double[config.dHead()];
    for (int i = 0; i < scores.length; i++) {
      for (int d = 0; d < output.length && seen.get(i) < values.length; d++) {
        output[d] += Math.exp(scores[i] - log) * values[seen.get(i)][d];
      }
    }
    outputs.add(output);
    logs.add(log);
  }

  private double score(int query, int key) {
    double product = 0;
    double squares = 0;
    for (int d = 0; d < config.dHead(); d++) {
      product += queryKeys[query][d] * queryKeys[key][d];
      squares += queryKeys[key][d] * queryKeys[key][d];
    }
    return product / Math.sqrt(squares / config.dHead() + 1e-6) / Math.sqrt(config.dHead());
  }

  private static double logSumExp(double[] x) {
    double highest = Arrays.stream(x).max().orElseThrow();
    return highest + Math.log(Arrays.stream(x).map(v -> Math.exp(v - highest)).sum());
  }
}
