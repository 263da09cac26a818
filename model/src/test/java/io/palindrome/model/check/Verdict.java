package io.palindrome.model.check;

import java.util.Locale;

/** The worst error of one group of tensors, and the bound that it must keep. */
public record Verdict(String fixture, String group, double worst, double bound) {
  /** Whether the bound holds. */
  public boolean passed() {
    return worst <= bound;
  }

  @Override
  public String toString() {
    String verdict = passed() ? "ok    " : "FAILED";
    return String.format(
        Locale.ROOT,
        "%s %-28s %-24s worst %.2e (bound %.0e)",
        verdict,
        fixture,
        group,
        worst,
        bound);
  }
}
