package io.palindrome.model.kernel.host;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What all calls of an iteration had to do at least; JMH's results have the time of each of them.
 * An operation reads every input and writes every output once.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Work {
  /** Floating-point operations of matrix products; a multiply-add counts as two. */
  public double flops;

  /** Bytes read and written. */
  public double bytes;

  /** Counts a product of matrices [rows, inner] and [inner, columns]. */
  void product(double rows, double inner, double columns) {
    flops += 2 * rows * inner * columns;
  }

  /** Counts elements of float32 or int32, each time that one is read or written. */
  public void elements(double count) {
    bytes += Float.BYTES * count;
  }
}
