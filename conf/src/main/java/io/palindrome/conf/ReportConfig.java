package io.palindrome.conf;

import java.io.Serializable;

/**
 * The text sample of a report.
 *
 * @param samplePrompt text that the model goes on from
 * @param sampleTokens tokens that it adds; 0 = no sample
 * @param sampleTemperature logits are divided by this; 0 = always the most likely token
 */
public record ReportConfig(String samplePrompt, int sampleTokens, double sampleTemperature)
    implements Serializable {
  public static final ReportConfig DEFAULT = new ReportConfig("The ", 400, 0.8);

  public ReportConfig {
    Check.present("report.sample-prompt", samplePrompt);
    Check.inRange("report.sample-tokens", sampleTokens, 0, 1_000_000);
    Check.inRange("report.sample-temperature", sampleTemperature, 0, 100);
  }
}
