package io.palindrome.jobs.lab;

import java.util.Locale;

/** How long the laboratory takes. */
public enum Pace {
  /** Everything as documented: under 12 minutes on two cores. */
  FULL,
  /** Long trainings shortened, and marked so: under 3 minutes. */
  QUICK;

  /** One of two values. */
  public <T> T pick(T full, T quick) {
    return this == FULL ? full : quick;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
