package io.palindrome.jobs.command;

import picocli.CommandLine.IVersionProvider;

/** The product's version; a test holds it to the build's. */
public final class Version implements IVersionProvider {
  /** As in the parent pom. */
  public static final String CURRENT = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {"palindrome " + CURRENT};
  }
}
