package io.palindrome.jobs.report;

import java.util.List;

/**
 * One averaging round.
 *
 * @param round 1 for the first
 * @param step steps that each worker has made since the run began
 * @param tokens tokens trained by all workers since the run began
 * @param seconds where the round's time went, in order
 */
public record RoundEntry(
    int round, long step, long tokens, Learning learning, Usage usage, List<PartSeconds> seconds)
    implements HistoryEntry {
  public RoundEntry {
    seconds = List.copyOf(seconds);
  }

  /**
   * How the round learned.
   *
   * @param bitsPerByte mean training loss of the round in bits a byte (a token of the byte
   *     tokenizer)
   * @param gradientNorm mean over the steps before clipping; NaN where not measured
   * @param reconstructionError largest difference between a rebuilt input and the embedding; NaN
   *     where nothing is rebuilt
   */
  public record Learning(
      double bitsPerByte,
      double learningRate,
      double gradientNorm,
      double reconstructionError,
      Skipped skipped) {
    /** A log of an earlier version says nothing of skipped steps: there were none. */
    public Learning {
      skipped = skipped == null ? Skipped.NONE : skipped;
    }
  }

  /**
   * Steps that changed nothing, because their loss or gradient norm was no finite number.
   *
   * @param steps of all workers in this round
   * @param inARow longest row of them that reaches to the end of the round, from earlier ones on
   */
  public record Skipped(int steps, int inARow) {
    public static final Skipped NONE = new Skipped(0, 0);
  }

  /**
   * What the round used.
   *
   * @param residentBytes largest peak resident set of a worker's process so far
   * @param heapBytes largest heap in use in a worker's process
   */
  public record Usage(double tokensPerSecond, long residentBytes, long heapBytes) {}

  /** Seconds of one named part of a round, such as "train" or "reduce". */
  public record PartSeconds(String part, double seconds) {}
}
