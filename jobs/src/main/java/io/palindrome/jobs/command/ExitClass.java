package io.palindrome.jobs.command;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a command ended, so that whoever started it knows whether to try again. */
public enum ExitClass {
  DONE(0),
  /** A mistake of the program. */
  INTERNAL(1),
  /** Configuration or arguments: a retry is useless. */
  USER(2),
  /** The data is damaged, missing or does not match: a retry is useless. */
  DATA(3),
  /** Memory, disk, a device or an executor was not to be had: a retry may help. */
  RESOURCES(4);

  private final int code;

  ExitClass(int code) {
    this.code = code;
  }

  /** Exit code of the process. */
  public int code() {
    return code;
  }

  /** The name in status files and JSON output. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
