package io.palindrome.conf;

import java.io.Serializable;

/**
 * How the error of rebuilt activations is watched.
 *
 * @param probeEvery steps between two probes of one block; 0 = never
 * @param warnAbove relative error from which the run warns
 */
public record ReconstructionConfig(int probeEvery, double warnAbove) implements Serializable {
  public static final ReconstructionConfig DEFAULT = new ReconstructionConfig(10, 1e-3);

  public ReconstructionConfig {
    Check.notNegative("train.reconstruction.probe-every", probeEvery);
    Check.positive("train.reconstruction.warn-above", warnAbove);
  }
}
