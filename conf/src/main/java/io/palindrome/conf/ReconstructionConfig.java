package io.palindrome.conf;

import java.io.Serializable;

/**
 * How the error of rebuilt activations is watched. Every step of the reversible strategy measures
 * it: the streams that it ends with are compared with the embedding that it began with.
 *
 * @param warnAbove largest absolute difference above which the run warns
 */
public record ReconstructionConfig(double warnAbove) implements Serializable {
  public static final ReconstructionConfig DEFAULT = new ReconstructionConfig(1e-3);

  public ReconstructionConfig {
    Check.positive("train.reconstruction.warn-above", warnAbove);
  }
}
