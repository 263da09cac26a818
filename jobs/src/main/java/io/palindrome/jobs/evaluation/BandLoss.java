package io.palindrome.jobs.evaluation;

/**
 * The loss of the bytes at some positions.
 *
 * @param from first position
 * @param to position after the last
 * @param nats sum over the bytes
 */
public record BandLoss(long from, long to, double nats, long bytes) {
  public double bitsPerByte() {
    return nats / Math.log(2) / bytes;
  }
}
