package io.palindrome.model.kernel;

/** Looks at the device that kernels compute on, for measurements. */
public interface DeviceWatch {
  /**
   * Bytes of the device's memory in use beyond those when the kernels were made, by whatever
   * process; 0 where the device does not tell.
   */
  long usedBytes();

  /**
   * From now on marks every operation and asks before it which of those before it have run, which
   * costs the host some microseconds each.
   */
  void begin();

  /** Ends that, and tells what was seen since {@link #begin}. */
  Waited end();

  /**
   * Seconds in which the device waited for the host to start something, between two bounds.
   *
   * @param least what the host needed to start operations when everything before them had run
   * @param most what it needed, and did before, when few operations were left for the device
   */
  record Waited(double least, double most) {}
}
