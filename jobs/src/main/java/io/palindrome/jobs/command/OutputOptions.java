package io.palindrome.jobs.command;

import picocli.CommandLine.Option;

/** Options of every command about what it says. */
public final class OutputOptions {
  @Option(names = "--json", description = "print one JSON object, and nothing else, on stdout")
  private boolean json;

  @Option(names = "--debug", description = "print the stack trace of an error")
  private boolean debug;

  OutputFormat format() {
    return json ? OutputFormat.JSON : OutputFormat.TEXT;
  }

  boolean debug() {
    return debug;
  }
}
