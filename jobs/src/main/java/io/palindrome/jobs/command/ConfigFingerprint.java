package io.palindrome.jobs.command;

import io.palindrome.conf.ConfigFile;
import io.palindrome.conf.RunConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A name for a configuration: equal configurations have equal ones. */
public final class ConfigFingerprint {
  private ConfigFingerprint() {}

  /** SHA-256 of the whole configuration, as lower-case hex. */
  public static String of(RunConfig config) {
    return of(ConfigFile.render(config));
  }

  /** SHA-256 of a text, as lower-case hex. */
  public static String of(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
