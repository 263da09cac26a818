package io.palindrome.jobs.device;

/**
 * One thing that was looked at.
 *
 * @param subject such as {@code gpu driver}
 * @param found on this machine
 * @param needed by the configuration; empty where there is no rule
 * @param remedy what to do; empty if nothing
 */
public record Diagnosis(
    String subject, String found, String needed, Verdict verdict, String remedy) {

  /** As it should be. */
  public static Diagnosis ok(String subject, String found, String needed) {
    return new Diagnosis(subject, found, needed, Verdict.OK, "");
  }

  /** It works, but. */
  public static Diagnosis warning(String subject, String found, String needed, String remedy) {
    return new Diagnosis(subject, found, needed, Verdict.WARNING, remedy);
  }

  /** Something is missing. */
  public static Diagnosis failed(String subject, String found, String needed, String remedy) {
    return new Diagnosis(subject, found, needed, Verdict.FAILED, remedy);
  }

  /** The same for a configuration that does not need it: nothing fails. */
  public Diagnosis unneeded() {
    return verdict == Verdict.OK
        ? this
        : new Diagnosis(subject, found, needed, Verdict.UNUSED, remedy);
  }

  /** Whether the configuration cannot run. */
  public boolean isFailed() {
    return verdict == Verdict.FAILED;
  }

  /** All of it in one line. */
  public String line() {
    return "%s: found %s, needed %s; %s".formatted(subject, found, needed, remedy);
  }
}
