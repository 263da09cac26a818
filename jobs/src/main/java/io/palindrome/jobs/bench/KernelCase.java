package io.palindrome.jobs.bench;

/**
 * One operation of a training step, and what it has to do at least: every input is read and every
 * output written once.
 *
 * @param name such as {@code attend, 4 rounds}
 * @param bytes read and written
 * @param multiplyAdds of matrix products; everything else counts as nothing
 * @param call starts it once
 */
record KernelCase(String name, double bytes, double multiplyAdds, Runnable call) {
  /** Of float32 or int32, each time that one is read or written. */
  static double elements(double count) {
    return Float.BYTES * count;
  }
}
